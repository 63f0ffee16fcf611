import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Action } from '../wire/actions';

const VALID_MS = 5 * 60_000;
const SHAPE = /^(\d{1,16})\.(\d{1,16})\.([0-9a-f]{64})$/;

/** Says that an operator has seen the plan of this very action, and of how many it was about, within five minutes. */
export class Confirmations {
  private readonly secret = randomBytes(32);

  constructor(private readonly now: () => number = Date.now) {}

  give(action: Action, matched: number): string {
    const until = this.now() + VALID_MS;
    return `${until}.${matched}.${this.mac(action, matched, until).toString('hex')}`;
  }

  /** Returns how many the plan was about; undefined if the text confirms something else, or nothing any more. */
  matched(action: Action, text: string): number | undefined {
    const [, until, matched, mac] = SHAPE.exec(text) ?? [];
    if (until === undefined || matched === undefined || mac === undefined || Number(until) < this.now()) return;
    const own = this.mac(action, Number(matched), Number(until));
    const given = Buffer.from(mac, 'hex');
    return timingSafeEqual(given, own) ? Number(matched) : undefined;
  }

  /** Actions are read by one schema, so that equal ones have their fields in one order. */
  private mac(action: Action, matched: number, until: number): Buffer {
    return createHmac('sha256', this.secret)
      .update(JSON.stringify([action, matched, until]))
      .digest();
  }
}
