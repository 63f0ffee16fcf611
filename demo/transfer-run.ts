// One run: it produces the records and watches the ledger until each has had its effect.
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import type { LedgerApi } from '../examples/transfer/src/ledger-api';
import { produceTransfers } from '../examples/transfer/src/produce-transfers';
import { planTransfers, type PlannedRecord } from '../examples/transfer/src/transfer-plan';
import { EXPECTED_TOTAL } from './demo-result';
import type { Screen } from './screen';
import type { Standing } from './standing-keys';

const POLL_MS = 100;
/** The rest counts as lost when no new effect, of this run or an earlier one, has come for so long. */
const STALLED_MS = 120_000;
/** After so long without an effect, records may wait behind keys that stand; they are looked for as often. */
const LOOK_MS = 8_000;
/** Records of an earlier run that was interrupted may still have to be done before the books balance. */
const BALANCE_MS = 30_000;

export class TransferRun {
  readonly run = `demo-${Date.now().toString(36)}${randomBytes(2).toString('hex')}`;
  readonly records: readonly PlannedRecord[];
  #startedAt = 0;
  #lastEffectAt = 0;

  constructor(
    private readonly api: Pick<LedgerApi, 'ledger'>,
    records: number,
  ) {
    this.records = planTransfers({ transfers: records / 2, run: this.run, seed: Date.now() });
  }

  /** Time from the first record produced to the last effect seen. */
  get elapsedMs(): number {
    return this.#lastEffectAt - this.#startedAt;
  }

  async produce(kafka: Kafka): Promise<void> {
    this.#startedAt = performance.now();
    this.#lastEffectAt = this.#startedAt;
    await produceTransfers(kafka, this.records);
  }

  /**
   * Returns when every record has had its effect or waits behind a key that stands, or when nothing has had an effect
   * for two minutes: the number of those that wait.
   */
  async watch(screen: Screen, signal: AbortSignal, find: () => Promise<Standing>): Promise<number> {
    const before = this.api.ledger.summary().effects;
    let ofThisRun = 0;
    let ofAll = before;
    let waiting = 0;
    let movedAt = performance.now();
    let lookAt = movedAt + LOOK_MS;
    while (performance.now() - movedAt < STALLED_MS) {
      const { effects } = this.api.ledger.summary(this.run);
      const all = this.api.ledger.summary().effects;
      if (all > ofAll) {
        movedAt = performance.now();
        lookAt = movedAt + LOOK_MS;
      }
      if (effects > ofThisRun) this.#lastEffectAt = performance.now();
      ofThisRun = effects;
      ofAll = all;
      const seconds = (performance.now() - this.#startedAt) / 1000;
      const earlier = all - before - effects;
      const note = earlier > 0 ? `, and ${earlier} that an earlier run had left` : '';
      const rate = Math.round((all - before) / seconds);
      screen.progress(effects, this.records.length, `effects, ${rate} per second${note}`);
      if (performance.now() >= lookAt) {
        waiting = this.waitingBehind(await find());
        lookAt = performance.now() + LOOK_MS;
      }
      if (effects + waiting >= this.records.length) return waiting;
      await wait(POLL_MS, undefined, { signal });
    }
    return waiting;
  }

  async untilBalanced(signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + BALANCE_MS;
    while (this.api.ledger.summary().total !== EXPECTED_TOTAL && performance.now() < deadline) {
      await wait(POLL_MS, undefined, { signal });
    }
  }

  /** Number of this run's records that were not booked and have a key that stands. */
  waitingBehind(standing: Standing): number {
    const accounts = new Set(Array.from(standing.values()).flat());
    const planned = this.records.filter(({ key }) => accounts.has(key)).length;
    const booked = Array.from(accounts, (account) => this.api.ledger.bookedOf(this.run, account));
    return booked.reduce((left, count) => left - count, planned);
  }
}
