// Holders of one writer come and go, each commit may be lost, or be made and its answer lost, and workflows ask the same
// again until they are answered. Kafka must come to hold what a single run without faults would have written (I9).
import fc from 'fast-check';
import { OutboxWriter } from '../../../src/outbox/outbox-writer';
import type { PreparedAsk } from '../../../src/outbox/prepared-ask';
import { FakeLog, type Fate } from './fake-log';
import { cases } from '../../support/width';

// Waits are turns of the event loop here: longer than the slowest commit, as they are in the end, or two holders that
// fence each other would do so for ever.
jest.mock('node:timers/promises', () => ({
  setTimeout: async () => {
    for (let turns = 0; turns < 12; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  },
}));

type Step =
  | { readonly kind: 'ask'; readonly chain: number; readonly count: number }
  | { readonly kind: 'takeover' | 'turn' }
  | { readonly kind: 'confirm'; readonly chain: number };

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const refusedValue = (value: string): boolean => value.endsWith('7');

/** A workflow's chain: asks for its next records until it is told what became of them, then goes on. */
class AskingChain {
  readonly refused: string[] = [];
  unconfirmed: string | undefined;
  next = 0;
  private asking = false;

  constructor(
    readonly name: string,
    private readonly world: World,
  ) {}

  ask(count: number): void {
    if (this.asking) return;
    this.asking = true;
    void this.settle(this.made(count)).finally(() => (this.asking = false));
  }

  confirm(): void {
    if (this.unconfirmed !== undefined) this.world.writer.confirm(this.unconfirmed);
    this.unconfirmed = undefined;
  }

  get idle(): boolean {
    return !this.asking;
  }

  value(index: number): string {
    return `${this.name}${String(index).padStart(4, '0')}`;
  }

  private made(count: number): PreparedAsk {
    const records = Array.from({ length: count }, (_, at) => [
      {
        topic: 't',
        key: Buffer.from(this.name),
        value: Buffer.from(this.value(this.next + at)),
        headers: [],
        bytes: 100,
      },
    ]);
    const id = `${this.name}-${this.next}-${count}`.padEnd(16, '.');
    return { id, bytes: 100 * count, chains: [{ chain: this.name, asked: count, records }] };
  }

  private async settle(ask: PreparedAsk): Promise<void> {
    // A workflow that asks again has taken the answer before: that is what confirms it.
    this.confirm();
    while (!this.world.over) {
      try {
        const [outcome] = await this.world.writer.submit(ask);
        this.unconfirmed = ask.id;
        const settled = outcome?.settled ?? 0;
        this.next += settled;
        if (outcome?.failure?.terminal === true) {
          this.refused.push(this.value(this.next));
          this.next += 1;
        }
        return;
      } catch {
        // This writer has ended: the attempt fails, and the next one asks whoever owns it then.
        await turn();
      }
    }
  }
}

class World {
  readonly log: FakeLog;
  writer: OutboxWriter;
  readonly chains = ['a', 'b', 'c'].map((name) => new AskingChain(name, this));
  private readonly old: OutboxWriter[] = [];
  over = false;
  private generation = 1;

  constructor(fates: readonly Fate[]) {
    this.log = new FakeLog(Array.from(fates), refusedValue);
    this.writer = this.hold();
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'ask') this.chains[step.chain]?.ask(step.count);
    if (step.kind === 'confirm' && this.chains[step.chain]?.idle === true) this.chains[step.chain]?.confirm();
    if (step.kind === 'turn') for (let turns = 0; turns < 6; turns += 1) await turn();
    if (step.kind === 'takeover') {
      // The one before does not know yet, and what it was asked is still under way.
      this.old.push(this.writer);
      this.generation += 1;
      const next = this.hold();
      // A process takes asks once it holds the writer, and not before.
      await next.begin();
      this.writer = next;
    }
    await turn();
  }

  async end(): Promise<void> {
    for (let turns = 0; turns < 5_000 && !this.chains.every(({ idle }) => idle); turns += 1) await turn();
    const idle = this.chains.map((chain) => chain.idle);
    this.over = true;
    expect(idle).toEqual([true, true, true]);
    for (const writer of [...this.old, this.writer]) await writer.close();
  }

  private hold(): OutboxWriter {
    const { signal } = new AbortController();
    return new OutboxWriter({ generation: this.generation, signal, open: this.log.open });
  }
}

const step = fc.oneof<fc.Arbitrary<Step>[]>(
  fc.record({ kind: fc.constant('ask'), chain: fc.nat(2), count: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constantFrom('takeover', 'turn', 'turn') }),
  fc.record({ kind: fc.constant('confirm'), chain: fc.nat(2) }),
);

test('I9: Each record is published once and in order, or refused once, whatever fails and whoever takes over.', async () => {
  const fates = fc.array(fc.constantFrom<Fate>('commits', 'commits and fails', 'fails', 'slow'), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), fates, async (steps, its) => {
      const world = new World(its);
      for (const one of steps) await world.take(one);
      await world.end();
      for (const chain of world.chains) {
        const all = Array.from({ length: chain.next }, (_, index) => chain.value(index));
        expect(chain.refused).toEqual(all.filter(refusedValue));
        const published = world.log.values.filter((value) => value.startsWith(chain.name));
        expect(published).toEqual(all.filter((value) => !refusedValue(value)));
      }
    }),
    { numRuns: cases(150) },
  );
});
