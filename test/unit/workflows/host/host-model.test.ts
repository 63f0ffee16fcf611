// A lane with three keys beside a plain list of records per key. Records come again, effects fail in every way, operators
// pause, retry and skip, the run continues as new. The host is real, with its signal handler, chains, combiner and holds;
// Temporal and the activities are not.
import fc from 'fast-check';
import {
  LEAVE_SIGNAL,
  RECORDS_SIGNAL,
  RETRY_UPDATE,
  SKIP_UPDATE,
  type HostInput,
} from '../../../../src/model/contract/contract';
import type {
  ChainOutcome,
  ChainWork,
  EffectBatch,
  RejectRequest,
} from '../../../../src/model/contract/effect-contract';
import { PAUSE_UPDATE, RESUME_UPDATE } from '../../../../src/model/keys/key-commands';
import type { WireRecord } from '../../../../src/model/contract/record';
import { sluiceDeliver } from '../../../../src/workflows/stock/sluice-deliver';
import { sandbox, type PendingActivity } from '../../support/fake-sandbox';
import { ModelKey } from './model-key';
import { cases } from '../../../support/width';

jest.mock(
  '@temporalio/workflow',
  () => jest.requireActual<{ sandbox: { module: object } }>('../../support/fake-sandbox').sandbox.module,
);

const KEYS = ['a', 'b', 'c'];
const stream = { id: 's', topic: 't' };

type Ending = 'settled' | 'short' | 'retry' | 'terminal' | 'wait' | 'fault';
type Step =
  | { readonly kind: 'deliver'; readonly again: number; readonly keys: readonly number[] }
  | { readonly kind: 'answer'; readonly at: number; readonly settled: number; readonly ending: Ending }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'leave' }
  | { readonly kind: 'operator'; readonly command: string; readonly key: number };

class World {
  readonly keys = new Map(KEYS.map((name) => [name, new ModelKey()]));
  private readonly log: WireRecord[] = [];
  private deliveries = 0;
  private input: HostInput = { gateway: 'g', route: 'r', hosting: { kind: 'lane', lane: 0, of: 1 } };
  private readonly sequences = new Map<string, number>();

  begin(): void {
    sandbox.begin();
    sandbox.begun = (activity) => {
      if (activity.name === 'performEffects') this.asked(activity);
    };
    void sluiceDeliver(this.input);
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'deliver') await this.deliver(step.again, step.keys);
    if (step.kind === 'answer') await this.answer(step);
    if (step.kind === 'pass') await sandbox.pass(step.ms);
    if (step.kind === 'leave') await sandbox.signal(LEAVE_SIGNAL);
    if (step.kind === 'operator') await this.command(step.command, KEYS[step.key] ?? 'a');
    await this.nextRun();
  }

  /** Everything goes well from here on: then nothing may be left. */
  async end(): Promise<void> {
    for (let round = 0; round < 30 && !this.done; round += 1) {
      for (const name of KEYS) {
        await this.command(RESUME_UPDATE, name);
        if (this.key(name).parked) await this.command(RETRY_UPDATE, name);
      }
      while (sandbox.activities.length > 0) {
        await this.answer({ at: 0, settled: 500, ending: 'settled' });
        await this.nextRun();
      }
      await sandbox.pass(60_000);
    }
    const accepted = Array.from(this.keys.values()).reduce((sum, { records }) => sum + records.length, 0);
    expect(accepted).toBe(this.log.length);
    for (const key of this.keys.values()) {
      expect(key.settled.length + key.leftOut.length).toBe(key.records.length);
      expect(key.settled).toEqual(key.records.filter((offset) => !key.leftOut.includes(offset)));
    }
    for (const name of KEYS) await this.command(RESUME_UPDATE, name);
    await sandbox.signal(LEAVE_SIGNAL);
    const { carried } = sandbox.continued as HostInput;
    expect(carried?.chains).toEqual([]);
    expect(carried?.counters.accepted).toBe(accepted);
    expect(carried?.counters.duplicates).toBe(this.deliveries - accepted);
  }

  private get done(): boolean {
    for (const { records, over, underWay } of this.keys.values()) if (underWay || over < records.length) return false;
    return true;
  }

  private key(name: string): ModelKey {
    const key = this.keys.get(name);
    if (key === undefined) throw new Error(`There is no key ${name}.`);
    return key;
  }

  private async deliver(again: number, keys: readonly number[]): Promise<void> {
    const from = Math.max(0, this.log.length - again);
    for (const index of keys) {
      const chain = KEYS[index] ?? 'a';
      const offset = String(this.log.length);
      this.log.push({ partition: 0, leaderEpoch: 0, offset, chain, key: chain, timestamp: 0, value: { json: 1 } });
      this.key(chain).records.push(offset);
    }
    const records = this.log.slice(from);
    this.deliveries += records.length;
    if (records.length > 0) await sandbox.signal(RECORDS_SIGNAL, { stream, records });
  }

  /** A batch begins: each of its chains at its head record, none beside another batch of the same chain. */
  private asked({ args }: PendingActivity): void {
    for (const { chain, records } of (args[0] as EffectBatch).chains) {
      const key = this.key(chain);
      expect([chain, key.underWay, key.paused, key.parked]).toEqual([chain, false, false, false]);
      expect(sandbox.now).toBeGreaterThanOrEqual(key.notBefore);
      const offsets = records.map(({ position }) => position.offset);
      expect(offsets).toEqual(key.records.slice(key.over, key.over + offsets.length));
      for (const { position, sequence } of records.slice(0, 1)) this.tokenOf(chain, position.offset, sequence);
      key.underWay = true;
    }
  }

  /** The position token of a key only grows, and a record that was begun keeps its own. */
  private tokenOf(chain: string, offset: string, sequence: number): void {
    const known = this.sequences.get(offset);
    if (known !== undefined) expect(sequence).toBe(known);
    else
      for (const earlier of this.key(chain).settled) expect(sequence).toBeGreaterThan(this.sequences.get(earlier) ?? 0);
    this.sequences.set(offset, sequence);
  }

  private async answer({ at, settled, ending }: Omit<Extract<Step, { kind: 'answer' }>, 'kind'>): Promise<void> {
    const activity = sandbox.activities[at % Math.max(1, sandbox.activities.length)];
    if (activity === undefined) return;
    if (activity.name === 'rejectRecord') {
      await this.reject(activity, ending);
      return;
    }
    const { chains } = activity.args[0] as EffectBatch;
    for (const { chain } of chains) this.key(chain).underWay = false;
    if (ending === 'fault') {
      for (const { chain } of chains) this.key(chain).notBefore = sandbox.now + 5_000;
      await activity.fail('the worker has a fault');
    } else await activity.answer(chains.map((work) => this.outcome(work, settled, ending)));
  }

  private outcome({ chain, records }: ChainWork, wanted: number, ending: Ending): ChainOutcome {
    const key = this.key(chain);
    const settled = Math.min(wanted, records.length);
    // Nobody has taken the head away meanwhile: the answer would be taken for the record behind it.
    expect(records[0]?.position.offset).toBe(key.records[key.over]);
    for (const { position, sequence } of records.slice(0, settled)) this.sequences.set(position.offset, sequence);
    key.end(key.settled, settled);
    if (settled === records.length || ending === 'settled' || ending === 'short') return { chain, settled };
    this.sequences.set(records[settled]?.position.offset ?? '', records[settled]?.sequence ?? 0);
    const failure = { code: 'http-status', message: 'no', destination: 'd', step: 'deliver' } as const;
    if (ending === 'terminal') return { chain, settled, failure: { ...failure, terminal: true } };
    // A key in line before a breaker has no time of its own: the first in line asks for all.
    if (ending === 'wait') {
      return { chain, settled, wait: { reason: 'breaker-open', forMs: 1_000, destination: 'd', step: 'deliver' } };
    }
    key.notBefore = sandbox.now + 1_000;
    return { chain, settled, failure: { ...failure, terminal: false, retryInMs: 1_000 } };
  }

  private async reject(activity: PendingActivity, ending: Ending): Promise<void> {
    const { chain, position } = activity.args[0] as RejectRequest;
    const key = this.key(chain);
    expect(position.offset).toBe(key.records[key.over]);
    const action = ({ settled: 'skip', short: 'dead-letter' } as Partial<Record<Ending, string>>)[ending] ?? 'park';
    if (action === 'park') key.parked = true;
    else key.end(key.leftOut, 1);
    if (ending === 'fault') await activity.fail('no letter was written');
    else await activity.answer(action);
  }

  private async command(name: string, chain: string): Promise<void> {
    const key = this.key(chain);
    const { paused, parked, notBefore, over } = key;
    // It acts at once, and so may begin a batch before its answer is here.
    if (name === PAUSE_UPDATE) key.paused = true;
    if (name === RESUME_UPDATE) key.paused = false;
    if (name === RETRY_UPDATE) Object.assign(key, { parked: false, notBefore: 0 });
    if (name === SKIP_UPDATE) Object.assign(key, { parked: false, notBefore: 0, over: key.over + 1 });
    if (await sandbox.update(name, { chain, key: chain })) {
      if (name === SKIP_UPDATE) key.leftOut.push(key.records[over] ?? '');
      return;
    }
    Object.assign(key, { paused, parked, notBefore, over });
  }

  private async nextRun(): Promise<void> {
    if (sandbox.continued === undefined) return;
    this.input = sandbox.continued as HostInput;
    this.begin();
    await sandbox.settle();
  }
}

const step = fc.oneof<fc.Arbitrary<Step>[]>(
  fc.record({ kind: fc.constant('deliver'), again: fc.nat(4), keys: fc.array(fc.nat(2), { maxLength: 5 }) }),
  fc.record({
    kind: fc.constant('answer'),
    at: fc.nat(3),
    settled: fc.nat(4),
    ending: fc.constantFrom<Ending>('settled', 'short', 'retry', 'terminal', 'wait', 'fault'),
  }),
  fc.record({ kind: fc.constant('pass'), ms: fc.nat(2_000) }),
  fc.record({ kind: fc.constant('leave') }),
  fc.record({
    kind: fc.constant('operator'),
    command: fc.constantFrom(PAUSE_UPDATE, RESUME_UPDATE, RETRY_UPDATE, SKIP_UPDATE),
    key: fc.nat(2),
  }),
);

beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => sandbox.now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

test('I3, I4, I7: A lane takes each record once, performs each key in order, one batch at a time, and loses none.', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const world = new World();
      world.begin();
      for (const one of steps) await world.take(one);
      await world.end();
    }),
    { numRuns: cases(60) },
  );
});
