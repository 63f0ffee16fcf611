import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { defined } from '../../model/defined';
import type { Agreed } from '../port/console-port';
import type { Action } from '../wire/actions';

const VALID_MS = 5 * 60_000;
/** Plans of many keys that are kept: a hundred thousand keys take some ten megabytes. */
const KEPT = 16;
const SHAPE = /^(\d{1,16})\.(\d{1,16})\.([0-9a-f]{64})$/;

/** Says that an operator has seen the plan of this very action, and what it was about, within five minutes. */
export class Confirmations {
  private readonly secret = randomBytes(32);
  /** What the latest plans were about, by what confirms them. */
  private readonly kept = new Map<string, ReadonlySet<string>>();
  private given = 0;

  constructor(private readonly now: () => number = Date.now) {}

  give(action: Action, matched: number, shown?: ReadonlySet<string>): string {
    // Two plans of one moment are two: each has its own keys.
    const until = Math.max(this.given + 1, this.now() + VALID_MS);
    this.given = until;
    const text = `${until}.${matched}.${this.mac(action, matched, until, shown !== undefined).toString('hex')}`;
    if (shown !== undefined) this.keep(text, shown);
    return text;
  }

  /** Returns what the plan was about; undefined if the text confirms something else, or nothing any more. */
  agreed(action: Action, text: string): Agreed | undefined {
    const [, until, matched, mac] = SHAPE.exec(text) ?? [];
    if (until === undefined || matched === undefined || mac === undefined || Number(until) < this.now()) return;
    const shown = this.kept.get(text);
    const own = this.mac(action, Number(matched), Number(until), shown !== undefined);
    const given = Buffer.from(mac, 'hex');
    return timingSafeEqual(given, own) ? { matched: Number(matched), ...defined({ shown }) } : undefined;
  }

  private keep(text: string, shown: ReadonlySet<string>): void {
    this.kept.set(text, shown);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT) return;
      this.kept.delete(oldest);
    }
  }

  /** Actions are read by one schema, so that equal ones have their fields in one order. */
  private mac(action: Action, matched: number, until: number, bound: boolean): Buffer {
    return createHmac('sha256', this.secret)
      .update(JSON.stringify([action, matched, until, bound]))
      .digest();
  }
}
