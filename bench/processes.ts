/** What processes of this machine cost, read from outside of them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** User and system time: fields 14 to 17 of /proc/PID/stat, in ticks of 10 ms (proc(5)); 0 for one that has gone. */
export function cpuMillisecondsOf(pid: number, { withEnded = false } = {}): number {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return 0;
  }
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number);
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields;
  return (user + system + (withEnded ? endedUser + endedSystem : 0)) * 10;
}

/** Of a server with a process for each connection: its own, theirs, and those of connections that have ended. */
export function cpuOfFamily(pid: number): number {
  const children = childrenOf(pid).reduce((sum, child) => sum + cpuMillisecondsOf(child.pid), 0);
  return cpuMillisecondsOf(pid, { withEnded: true }) + children;
}

/** The processes that this one has started and that still run, each with its command line. */
export function childrenOf(pid: number): { pid: number; command: string }[] {
  try {
    const lines = execFileSync('ps', ['-ww', '-o', 'pid=,args=', '--ppid', `${pid}`], { encoding: 'utf8' });
    return lines
      .trim()
      .split('\n')
      .map((line) => {
        const [child, ...command] = line.trim().split(/\s+/);
        return { pid: Number(child), command: command.join(' ') };
      });
  } catch {
    return []; // ps says so with its exit code
  }
}

/** What the process has of the machine's memory now. */
export function residentMegabytesOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
