/** Who a process is, told so that another process can see later whether it still lives. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A pid alone does not do: after a crash it soon belongs to somebody else. All but `pid` and `host` need /proc. */
export interface ProcessIdentity {
  pid: number;
  host: string;
  /** When it started, in clock ticks since boot. */
  startTime?: string | undefined;
  /** The boot that the start time counts from. */
  boot?: string | undefined;
  /** The namespace in which the pid means this process; each container has its own. */
  pidNamespace?: string | undefined;
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), startTime: statOf(process.pid)?.startTime, ...here() };
}

/** Whether a process lives; `unknown` if it ran where this process cannot look. */
export function lifeOf(other: ProcessIdentity): 'alive' | 'dead' | 'unknown' {
  const { boot, pidNamespace } = here();
  if (other.host !== hostname()) return 'unknown';
  if (other.boot !== boot) return 'dead';
  if (other.pidNamespace !== pidNamespace) return 'unknown';
  if (boot === undefined) return answersSignals(other.pid) ? 'alive' : 'dead';
  const stat = statOf(other.pid);
  // A zombie has been killed and only waits for its parent to notice.
  return stat && stat.startTime === other.startTime && stat.state !== 'Z' && stat.state !== 'X' ? 'alive' : 'dead';
}

function here(): Pick<ProcessIdentity, 'boot' | 'pidNamespace'> {
  try {
    return {
      boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
      pidNamespace: readlinkSync('/proc/self/ns/pid'),
    };
  } catch {
    return {};
  }
}

/** Fields 3 and 22 of /proc/<pid>/stat (proc(5)); the name before them may itself contain spaces and brackets. */
function statOf(pid: number): { state: string; startTime: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startTime] = [fields[0], fields[19]];
    return state && startTime ? { state, startTime } : undefined;
  } catch {
    return undefined;
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
