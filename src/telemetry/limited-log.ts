import type { Log } from '../log';

type Fields = Readonly<Record<string, unknown>>;

export interface LogLimits {
  /** Lines of one kind in one period; what comes beyond is counted. */
  readonly lines: number;
  readonly periodMs: number;
  /** Kinds that are told apart at the same time; what comes beyond shares one limit. */
  readonly kinds: number;
}

const LIMITS: LogLimits = { lines: 5, periodMs: 10_000, kinds: 500 };

type Level = 'error' | 'warn' | 'info';

interface Period {
  lines: number;
  more: number;
}

/**
 * Logs what may happen to thousands of keys at once: the first lines of each kind in full, and of the others their
 * number at the end of the period.
 */
export class LimitedLog {
  private readonly periods = new Map<string, Period>();

  constructor(
    private readonly log: Log,
    private readonly limits: LogLimits = LIMITS,
  ) {}

  /** `kind`: the fields that lines of one kind have in common. `one`: those of this line. */
  warn(kind: Fields, one: Fields, message: string): void {
    this.write('warn', kind, one, message, message);
  }

  info(kind: Fields, one: Fields, message: string): void {
    this.write('info', kind, one, message, message);
  }

  /** For lines whose words differ: those are of one kind that have `alike` in common. */
  tell(level: Level, message: string, alike: string, fields: Fields): void {
    this.write(level, {}, fields, message, alike);
  }

  private write(level: Level, kind: Fields, one: Fields, message: string, alike: string): void {
    const period = this.periodOf(level, kind, alike);
    if (period.lines < this.limits.lines) {
      period.lines += 1;
      this.log[level]({ ...kind, ...one }, message);
    } else {
      period.more += 1;
    }
  }

  private periodOf(level: Level, kind: Fields, message: string): Period {
    const own = JSON.stringify([message, kind]);
    const isKnown = this.periods.has(own) || this.periods.size < this.limits.kinds;
    const name = isKnown ? own : '';
    let period = this.periods.get(name);
    if (period === undefined) {
      period = { lines: 0, more: 0 };
      this.periods.set(name, period);
      const timer = setTimeout(() => {
        if (isKnown) this.end(name, level, kind, message);
        else this.end(name, 'warn', {}, 'more of other kinds');
      }, this.limits.periodMs);
      timer.unref();
    }
    return period;
  }

  private end(name: string, level: Level, kind: Fields, message: string): void {
    const more = this.periods.get(name)?.more ?? 0;
    this.periods.delete(name);
    if (more > 0) this.log[level]({ ...kind, more }, `${message} (${more} more in ${this.limits.periodMs / 1_000} s)`);
  }
}
