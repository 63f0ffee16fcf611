// Random schedules of two bridges of one group, against a Kafka and a Temporal that do what they can do at worst: calls
// fail, are applied though nobody hears of it, are applied late; partitions move, with and without a word before; a
// process dies. Time is the test's.
import fc from 'fast-check';
import { AcceptingWorkflows, offsetOf, workflowOf, type Fate } from '../support/accepting-workflows';
import { GroupMember } from '../support/group-member';
import { cases } from '../../support/width';

jest.mock('node:timers/promises', () => ({
  setTimeout: (ms: number, _value: unknown, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener('abort', end);
    }),
}));

const PARTITIONS = 2;

type Step =
  | { readonly kind: 'produce'; readonly partition: number; readonly count: number }
  | { readonly kind: 'fetch'; readonly partition: number; readonly count: number }
  | { readonly kind: 'answer'; readonly at: number; readonly fate: Fate }
  | { readonly kind: 'arrive' | 'refuse-commits' }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'rebalance'; readonly owners: readonly number[]; readonly answers: readonly Fate[] }
  | { readonly kind: 'evict'; readonly owners: readonly number[] }
  | { readonly kind: 'kill'; readonly member: number };

type Regrouping = Extract<Step, { kind: 'rebalance' | 'evict' | 'kill' }>;

const isRegrouping = (step: Step): step is Regrouping => ['rebalance', 'evict', 'kill'].includes(step.kind);

const settle = async (): Promise<void> => {
  for (let turns = 0; turns < 4; turns += 1) await new Promise(setImmediate);
};

class World {
  readonly temporal = new AcceptingWorkflows();
  readonly produced = Array.from({ length: PARTITIONS }, () => 0);
  readonly committed = Array.from({ length: PARTITIONS }, () => 0n);
  refusing = false;
  private readonly wrong: string[] = [];
  private members = [new GroupMember(this), new GroupMember(this)];

  async take(step: Step): Promise<void> {
    await (isRegrouping(step) ? this.regrouped(step) : this.done(step));
    await settle();
    this.check();
  }

  /** I1: all below is in its workflow. */
  commit(partition: number, next: bigint): void {
    for (let index = 0; offsetOf(index) < next && index < (this.produced[partition] ?? 0); index += 1) {
      if (!this.temporal.has(partition, offsetOf(index))) this.wrong.push(`committed past ${index}`);
    }
    if (next < (this.committed[partition] ?? 0n)) this.wrong.push('a commit that goes back');
    this.committed[partition] = next;
  }

  async pass(ms: number): Promise<void> {
    jest.advanceTimersByTime(ms);
    await settle();
  }

  /** All is well from here on: then everything arrives, and is committed. */
  async end(): Promise<void> {
    this.refusing = false;
    for (let round = 0; round < 400 && !this.allCommitted; round += 1) {
      for (let partition = 0; partition < PARTITIONS; partition += 1) {
        for (const member of this.members) member.fetch(partition, 50);
      }
      await this.pass(1_000);
      for (const call of [...this.temporal.calls]) call.answer('applied');
    }
    for (const arrive of this.temporal.late) arrive();
    this.check();
    expect(this.committed).toEqual(this.produced.map(offsetOf));
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      for (let index = 0; index < (this.produced[partition] ?? 0); index += 1) {
        expect(this.temporal.has(partition, offsetOf(index))).toBe(true);
      }
    }
    for (const member of this.members) await member.kill();
  }

  private async done(step: Exclude<Step, Regrouping>): Promise<void> {
    switch (step.kind) {
      case 'produce':
        this.produced[step.partition] = (this.produced[step.partition] ?? 0) + step.count;
        break;
      case 'fetch':
        for (const member of this.members) member.fetch(step.partition, step.count);
        break;
      case 'answer':
        this.temporal.calls[step.at % Math.max(1, this.temporal.calls.length)]?.answer(step.fate);
        break;
      case 'arrive':
        this.temporal.late.shift()?.();
        break;
      case 'refuse-commits':
        this.refusing = !this.refusing;
        break;
      case 'pass':
        return this.pass(step.ms);
    }
  }

  private regrouped(step: Regrouping): Promise<void> {
    if (step.kind === 'kill') return this.kill(step.member);
    return step.kind === 'evict' ? this.evict(step.owners) : this.rebalance(step.owners, step.answers);
  }

  private get allCommitted(): boolean {
    return this.committed.every((next, partition) => next === offsetOf(this.produced[partition] ?? 0));
  }

  /** I2, I3: what a workflow has of a partition is the beginning of what it should have, without a gap. */
  private check(): void {
    expect([...this.wrong, ...this.temporal.wrong]).toEqual([]);
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      const wanted = new Map<string, string[]>();
      for (let index = 0; index < (this.produced[partition] ?? 0); index += 1) {
        const offset = offsetOf(index);
        const workflow = workflowOf(partition, offset);
        wanted.set(workflow, [...(wanted.get(workflow) ?? []), String(offset)]);
      }
      for (const workflow of ['w0', 'w1', 'w2']) {
        const list = this.temporal.list(workflow, partition);
        const beginning = (wanted.get(workflow) ?? []).slice(0, list.length);
        if (list.join() !== beginning.join()) expect(list).toEqual(beginning);
      }
    }
  }

  private async rebalance(owners: readonly number[], answers: readonly Fate[] = []): Promise<void> {
    for (const member of this.members) await member.revoke(answers);
    this.assign(owners);
    await settle();
  }

  /** The first member is evicted: the other has its partitions before it knows. */
  private async evict(owners: readonly number[]): Promise<void> {
    const [gone, other] = this.members;
    gone?.evict();
    await other?.revoke();
    other?.assign([0, 1]);
    for (let partition = 0; partition < PARTITIONS; partition += 1) other?.fetch(partition, 5);
    await settle();
    await this.rebalance(owners);
  }

  private async kill(index: number): Promise<void> {
    const dying = this.members[index];
    // What it has sent may still arrive: nobody will hear of it.
    for (const call of this.temporal.calls.filter(({ member }) => member === dying)) call.answer('late');
    await dying?.kill();
    this.members[index] = new GroupMember(this);
    await this.rebalance([index, 1 - index]);
  }

  private assign(owners: readonly number[]): void {
    for (const [index, member] of this.members.entries()) {
      member.assign(owners.flatMap((owner, partition) => (owner === index ? [partition] : [])));
    }
  }
}

const partition = fc.nat(PARTITIONS - 1);
const owners = fc.array(fc.nat(1), { minLength: PARTITIONS, maxLength: PARTITIONS });
const fate = fc.constantFrom<Fate[]>(
  'applied',
  'applied',
  'unheard',
  'lost',
  'late',
  'busy',
  'full',
  'heavy',
  'too-large',
  'failed',
);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('produce' as const), partition, count: fc.nat(8) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('fetch' as const), partition, count: fc.nat(8) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      at: fc.nat(3),
      fate,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('arrive' as const, 'refuse-commits' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(4_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('rebalance' as const),
      owners,
      answers: fc.array(fate, { maxLength: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('evict' as const), owners }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const), member: fc.nat(1) }) },
);

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
});
afterEach(() => {
  jest.useRealTimers();
});

test('I1-I4: Two bridges of a group lose nothing, keep the order and commit nothing before it is durable, whatever the schedule.', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const world = new World();
      await world.take({ kind: 'rebalance', owners: [0, 1], answers: [] });
      for (const one of steps) await world.take(one);
      await world.end();
    }),
    { numRuns: cases(40) },
  );
});
