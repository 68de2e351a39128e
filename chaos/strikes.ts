/** Carries the planned faults out, and notices a process that ends though nobody has struck it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Part } from './parts.ts';
import { faultInWords, PARTS, type PartName, type PlannedFault } from './plan.ts';

export interface StrikesOptions {
  parts: Record<PartName, Part>;
  inboxUrl: string;
  vendorUrl: string;
  signal: AbortSignal;
}

const HELD_FOR_MS = 4_000;
const PATIENCE_MS = 3_000;

export class Strikes {
  readonly #options: StrikesOptions;
  /** What is being done to each part, one thing after the other. */
  readonly #turns = new Map<PartName, Promise<void>>();
  readonly #down = new Set<PartName>();
  readonly #hit: PlannedFault[] = [];
  readonly #ended: string[] = [];
  #inHand = '';

  constructor(options: StrikesOptions) {
    this.#options = options;
  }

  /** Those that did something; a fault of vendor or mail server counts once it is armed there. */
  get hit(): readonly PlannedFault[] {
    return this.#hit;
  }

  /** The processes that ended by themselves. */
  get ended(): readonly string[] {
    return this.#ended;
  }

  /** The latest fault, in words. */
  get inHand(): string {
    return this.#inHand;
  }

  async carryOut(fault: PlannedFault): Promise<void> {
    this.#inHand = faultInWords(fault);
    switch (fault.what) {
      case 'vendor':
        return this.#arm(fault, `${this.#options.vendorUrl}/sandbox/faults`);
      case 'mail':
        return this.#arm(fault, `${this.#options.inboxUrl}/faults`);
      case 'killAll':
        this.#hit.push(fault);
        await Promise.all(PARTS.map((name) => this.#strike(name, 'kill', fault.forMs)));
        return;
      default:
        this.#hit.push(fault);
        return this.#strike(fault.part, fault.what, fault.forMs);
    }
  }

  /** Everything is up, and nothing misbehaves any more. */
  async over(): Promise<void> {
    await Promise.all(this.#turns.values());
    this.look();
    await Promise.all(this.#turns.values());
    const { inboxUrl, parts, vendorUrl } = this.#options;
    await Promise.all(PARTS.map((name) => parts[name].ready()));
    for (const url of [`${vendorUrl}/sandbox/faults`, `${vendorUrl}/sandbox/held`, `${inboxUrl}/faults`]) {
      await fetch(url, { method: 'DELETE' });
    }
  }

  /** Starts again what has ended by itself, and keeps its name. */
  look(): void {
    for (const name of PARTS) {
      if (this.#down.has(name) || this.#options.parts[name].running || this.#options.signal.aborted) continue;
      this.#ended.push(name);
      this.#inTurn(name, async (part) => part.launch());
    }
  }

  async #strike(name: PartName, what: 'kill' | 'freeze' | 'restart', forMs: number): Promise<void> {
    const { signal } = this.#options;
    return this.#inTurn(name, async (part) => {
      if (what === 'kill') await part.kill();
      if (what === 'restart') await part.stop();
      if (what === 'freeze') part.signal('SIGSTOP');
      await sleep(forMs, undefined, { signal });
      if (what === 'freeze') part.signal('SIGCONT');
      else await part.launch();
    });
  }

  #inTurn(name: PartName, act: (part: Part) => Promise<void>): Promise<void> {
    const turn = (this.#turns.get(name) ?? Promise.resolve()).then(async () => {
      this.#down.add(name);
      await act(this.#options.parts[name]).finally(() => this.#down.delete(name));
    });
    this.#turns.set(name, turn);
    return turn;
  }

  /** Whoever is down or frozen cannot be told to misbehave. */
  async #arm(planned: Extract<PlannedFault, { fault: object }>, url: string): Promise<void> {
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify(planned.fault);
    const armed = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
      () => undefined,
    );
    if (armed === undefined) return;
    if (!armed.ok) throw new Error(`${url} refuses ${body}: ${await armed.text()}`);
    this.#hit.push(planned);
    if (planned.fault.fault !== 'hold') return;
    await sleep(HELD_FOR_MS, undefined, { signal: this.#options.signal });
    await fetch(`${this.#options.vendorUrl}/sandbox/held`, { method: 'DELETE' }).catch(() => undefined);
  }
}
