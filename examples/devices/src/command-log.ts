// What devices were told. As careful as a receiver has to be: the same idempotency key again gives the same answer and
// does nothing, and a call that is older than one done before is refused by its position token.

export interface Command {
  readonly device: string;
  readonly command: string;
  /** Number of the event that it answers. */
  readonly because: number;
  readonly idempotencyKey: string;
  readonly token: number;
}

export type CommandAnswer =
  | { readonly kind: 'done' | 'replayed'; readonly at: string }
  | { readonly kind: 'refused'; readonly status: 409 | 422; readonly reason: string };

export interface CommandSummary {
  /** Calls that could be read, whatever their answer. */
  readonly calls: number;
  /** Commands done. */
  readonly commands: number;
  /** Calls answered from an earlier one under the same idempotency key. */
  readonly replayed: number;
  /** Commands done again for the same event, under another key. Must stay 0. */
  readonly repeated: number;
  /** Commands done for an event that lies before one already answered. Must stay 0. */
  readonly outOfOrder: number;
  /** Calls refused because their token was lower than one already seen. */
  readonly stale: number;
}

interface Done {
  readonly request: string;
  readonly at: string;
}

interface Line {
  token: number;
  because: number;
}

/** Synchronous on purpose: between the checks and the command nothing else can run. */
export class CommandLog {
  private readonly byKey = new Map<string, Done>();
  private readonly lines = new Map<string, Line>();
  private counts = { calls: 0, commands: 0, replayed: 0, repeated: 0, outOfOrder: 0, stale: 0 };

  constructor(private readonly now: () => number = Date.now) {}

  get summary(): CommandSummary {
    return { ...this.counts };
  }

  do({ device, command, because, idempotencyKey, token }: Command): CommandAnswer {
    this.counts.calls += 1;
    const request = JSON.stringify([device, command, because]);
    const earlier = this.byKey.get(idempotencyKey);
    if (earlier !== undefined && earlier.request !== request) {
      return { kind: 'refused', status: 422, reason: 'this Idempotency-Key was used with another request' };
    }
    if (earlier !== undefined) {
      this.counts.replayed += 1;
      return { kind: 'replayed', at: earlier.at };
    }
    const line = this.lines.get(device) ?? { token: -1, because: 0 };
    if (token < line.token) {
      this.counts.stale += 1;
      return { kind: 'refused', status: 409, reason: `stale call: Sluice-Token ${token} is from the past` };
    }
    this.counts.commands += 1;
    if (because === line.because) this.counts.repeated += 1;
    if (because < line.because) this.counts.outOfOrder += 1;
    const at = new Date(this.now()).toISOString();
    this.lines.set(device, { token, because: Math.max(because, line.because) });
    this.byKey.set(idempotencyKey, { request, at });
    return { kind: 'done', at };
  }
}
