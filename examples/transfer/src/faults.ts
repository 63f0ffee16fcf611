// What the ledger can be told to do wrong, so that one can watch what the gateway makes of it.

export interface FaultSettings {
  /** Wait before each answer, in milliseconds. @default 0 */
  readonly latencyMs: number;
  /** The next n calls fail and book nothing. @default 0 */
  readonly failNext: number;
  /** Status of the calls that fail. @default 503 */
  readonly failStatus: number;
  /** Share of calls that fail, from 0 to 1. @default 0 */
  readonly failRate: number;
  /** `Retry-After` of the calls that fail, in seconds; 0 sends none. @default 0 */
  readonly retryAfterSeconds: number;
  /** The next n calls lose their connection before anything is booked. @default 0 */
  readonly hangUpNext: number;
  /** The next n calls are booked and then lose their connection: the caller cannot know. @default 0 */
  readonly hangUpAfterEffectNext: number;
  /** Only these accounts are met by faults; empty means all. @default [] */
  readonly accounts: readonly string[];
}

export type Fault = 'none' | 'fail' | 'hang-up' | 'hang-up-after-effect';

const NO_FAULTS: FaultSettings = {
  latencyMs: 0,
  failNext: 0,
  failStatus: 503,
  failRate: 0,
  retryAfterSeconds: 0,
  hangUpNext: 0,
  hangUpAfterEffectNext: 0,
  accounts: [],
};

const RANGES: Readonly<Record<Exclude<keyof FaultSettings, 'accounts'>, readonly [from: number, to: number]>> = {
  latencyMs: [0, 600_000],
  failNext: [0, 1_000_000],
  failStatus: [400, 599],
  failRate: [0, 1],
  retryAfterSeconds: [0, 3600],
  hangUpNext: [0, 1_000_000],
  hangUpAfterEffectNext: [0, 1_000_000],
};

const isAccounts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length <= 10_000 && value.every((name) => typeof name === 'string');

const problemOf = (name: string, value: unknown): string | undefined => {
  if (name === 'accounts') return isAccounts(value) ? undefined : 'accounts: expected a list of account names';
  if (!Object.hasOwn(RANGES, name)) {
    return `${name}: unknown; known are ${[...Object.keys(RANGES), 'accounts'].join(', ')}`;
  }
  const [from, to] = RANGES[name as keyof typeof RANGES];
  const whole = name === 'failRate' || Number.isInteger(value);
  if (typeof value === 'number' && whole && value >= from && value <= to) return undefined;
  return `${name}: expected a number from ${from} to ${to}, got ${JSON.stringify(value)}`;
};

export class Faults {
  #settings = NO_FAULTS;

  constructor(private readonly random: () => number = Math.random) {}

  get settings(): FaultSettings {
    return this.#settings;
  }

  reset(): void {
    this.#settings = NO_FAULTS;
  }

  /** Sets the fields given and leaves the others; answers what is wrong with them, and then changes nothing. */
  set(change: unknown): readonly string[] {
    if (typeof change !== 'object' || change === null || Array.isArray(change)) return ['expected an object'];
    const problems = Object.entries(change).flatMap(([name, value]) => problemOf(name, value) ?? []);
    if (problems.length === 0) this.#settings = { ...this.#settings, ...change };
    return problems;
  }

  latencyOf(account: string): number {
    return this.#meets(account) ? this.#settings.latencyMs : 0;
  }

  /** What happens to the next call; counts down what counts down. */
  next(account: string): Fault {
    if (!this.#meets(account)) return 'none';
    const { failNext, failRate, hangUpNext, hangUpAfterEffectNext } = this.#settings;
    if (failNext > 0) {
      this.#settings = { ...this.#settings, failNext: failNext - 1 };
      return 'fail';
    }
    if (hangUpNext > 0) {
      this.#settings = { ...this.#settings, hangUpNext: hangUpNext - 1 };
      return 'hang-up';
    }
    if (hangUpAfterEffectNext > 0) {
      this.#settings = { ...this.#settings, hangUpAfterEffectNext: hangUpAfterEffectNext - 1 };
      return 'hang-up-after-effect';
    }
    return failRate > 0 && this.random() < failRate ? 'fail' : 'none';
  }

  #meets(account: string): boolean {
    return this.#settings.accounts.length === 0 || this.#settings.accounts.includes(account);
  }
}
