import type { CarriedAgent, PassedItem } from '../../model/contract/agent-contract';
import { defined } from '../../model/defined';
import type { RefusedItem } from './published-apart';

/** A thousand agents must fit one input. */
const CARRIED_CHARACTERS = 100;
const KEY_CHARACTERS = 40;

/** The items of an agent that were passed over: their number, and the last one. */
export class PassedOver {
  count: number;
  /** Since Kafka last took an item. */
  inRow: number;
  last: PassedItem | undefined;

  constructor({ passedOver = 0, passedInRow = 0, lastPassedOver }: CarriedAgent) {
    this.count = passedOver;
    this.inRow = passedInRow;
    this.last = lastPassedOver;
  }

  /** Notes a page of which Kafka has taken `taken` items. */
  note(passed: readonly RefusedItem[], taken: number): void {
    this.count += passed.length;
    this.inRow = taken > 0 ? 0 : this.inRow + passed.length;
    const last = passed.at(-1);
    if (last !== undefined) this.last = passedItem(last);
  }

  get shown(): { readonly passedOver?: number; readonly lastPassedOver?: PassedItem } {
    const { count, last } = this;
    return count === 0 ? {} : { passedOver: count, ...defined({ lastPassedOver: last }) };
  }

  carry(): Pick<CarriedAgent, 'passedOver' | 'passedInRow' | 'lastPassedOver'> {
    const { count, inRow, last } = this;
    if (count === 0) return {};
    const lastPassedOver = last && { ...last, message: last.message.slice(0, CARRIED_CHARACTERS) };
    return { passedOver: count, ...(inRow === 0 ? {} : { passedInRow: inRow }), ...defined({ lastPassedOver }) };
  }
}

const passedItem = ({ item, failure }: RefusedItem): PassedItem => {
  const { recordId, key } = item.publish;
  return {
    at: new Date(Date.now()).toISOString(),
    ...defined({ recordId }),
    ...(typeof key === 'string' ? { key: key.slice(0, KEY_CHARACTERS) } : {}),
    message: failure.message,
  };
};
