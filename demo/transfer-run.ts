// One run: it produces the records and watches the ledger until each has had its effect.
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import type { LedgerApi } from '../examples/transfer/src/ledger-api';
import { produceTransfers } from '../examples/transfer/src/produce-transfers';
import { planTransfers, type PlannedRecord } from '../examples/transfer/src/transfer-plan';
import { EXPECTED_TOTAL } from './demo-result';
import type { Screen } from './screen';

const POLL_MS = 100;
/** The rest counts as lost when no new effect, of this run or an earlier one, has come for so long. */
const STALLED_MS = 120_000;
/** Records of an earlier run that was interrupted may still have to be done before the books balance. */
const BALANCE_MS = 30_000;

export class TransferRun {
  readonly run = `demo-${Date.now().toString(36)}${randomBytes(2).toString('hex')}`;
  readonly records: readonly PlannedRecord[];
  #startedAt = 0;
  #lastEffectAt = 0;

  constructor(
    private readonly api: LedgerApi,
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

  /** Returns when every record has had its effect, or nothing has had one for two minutes. */
  async watch(screen: Screen, signal: AbortSignal): Promise<void> {
    const before = this.api.ledger.summary().effects;
    let ofThisRun = 0;
    let ofAll = before;
    let movedAt = performance.now();
    while (performance.now() - movedAt < STALLED_MS) {
      const { effects } = this.api.ledger.summary(this.run);
      const all = this.api.ledger.summary().effects;
      if (all > ofAll) movedAt = performance.now();
      if (effects > ofThisRun) this.#lastEffectAt = performance.now();
      ofThisRun = effects;
      ofAll = all;
      const seconds = (performance.now() - this.#startedAt) / 1000;
      const earlier = all - before - effects;
      const note = earlier > 0 ? `, and ${earlier} that an earlier run had left` : '';
      const rate = Math.round((all - before) / seconds);
      screen.progress(effects, this.records.length, `effects, ${rate} per second${note}`);
      if (effects >= this.records.length) return;
      await wait(POLL_MS, undefined, { signal });
    }
  }

  async untilBalanced(signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + BALANCE_MS;
    while (this.api.ledger.summary().total !== EXPECTED_TOTAL && performance.now() < deadline) {
      await wait(POLL_MS, undefined, { signal });
    }
  }
}
