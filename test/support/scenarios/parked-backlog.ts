import { bodyOf } from '../../../harness/keyed-records';
import type { EffectRecorder } from '../../../harness/effect-recorder';
import type { KafkaTopic, TopicRecord } from '../../../harness/kafka-topic';

const PARKED_KEY = 'key-0';
const OTHER_KEYS = 20;
const PER_REQUEST = 3_000;
const PAD = 'x'.repeat(100);

/** A key that parks at its first record, the records behind it, and other keys' records among them. */
export class ParkedBacklog {
  readonly key = PARKED_KEY;
  private parked = true;

  constructor(
    /** Records of the parked key behind its head. */
    readonly waiting: number,
    /** Records of all the other keys. */
    readonly others: number,
  ) {}

  /** Writes all of them to the only partition of `topic`. */
  async produce(topic: KafkaTopic): Promise<void> {
    const records = this.records();
    for (let at = 0; at < records.length; at += PER_REQUEST) await topic.produce(records.slice(at, at + PER_REQUEST));
  }

  /** The API refuses the key until `release`. */
  refuse(api: EffectRecorder): void {
    api.react = (call) => ({ status: this.parked && bodyOf(call).key === PARKED_KEY ? 422 : 200 });
  }

  release(): void {
    this.parked = false;
  }

  /** Numbers of the key's records that the API accepted, in that order. */
  takenOfKey(api: EffectRecorder): readonly number[] {
    return api.effects.map(bodyOf).flatMap(({ key, seq }) => (key === PARKED_KEY ? [seq] : []));
  }

  /** Offsets in the partition of the key's records that are not among `taken`. */
  offsetsWithout(taken: readonly number[]): readonly number[] {
    const known = new Set(taken);
    const every = this.waiting / this.others;
    const left = Array.from({ length: this.waiting + 1 }, (_, seq) => seq).filter((seq) => !known.has(seq));
    // Before each record come the earlier ones of its key, and one of another key after each `every` of them.
    return left.map((seq) => seq + Math.max(0, Math.floor((seq - 1) / every)));
  }

  /** Counts records of other keys that the API accepted out of order or twice. */
  othersAmiss(api: EffectRecorder): number {
    const last = new Map<string, number>();
    let amiss = 0;
    for (const { key, seq } of api.effects.map(bodyOf)) {
      if (key === PARKED_KEY) continue;
      if (seq !== (last.get(key) ?? -1) + 1) amiss += 1;
      last.set(key, seq);
    }
    return amiss;
  }

  private records(): readonly TopicRecord[] {
    const every = this.waiting / this.others;
    const record = (key: string, seq: number): TopicRecord => ({ key, value: JSON.stringify({ key, seq, pad: PAD }) });
    return Array.from({ length: this.waiting + 1 }, (_, seq) => {
      const other = Math.floor(seq / every) - 1;
      const mine = record(PARKED_KEY, seq);
      if (seq === 0 || seq % every !== 0) return [mine];
      return [mine, record(`key-${1 + (other % OTHER_KEYS)}`, Math.floor(other / OTHER_KEYS))];
    }).flat();
  }
}
