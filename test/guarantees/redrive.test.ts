import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { SKIP_UPDATE, STATUS_QUERY, type HostStatus } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import type { GatewayShape } from '../fixtures/gateway/gateway.config';
import { type EffectRecorder, type RecordedCall } from '../../harness/effect-recorder';
import { engineAddress } from '../../harness/engine-address';
import { eventually } from '../../harness/eventually';
import { IN_LANES, PER_KEY } from '../support/gateway/hosting-shapes';
import type { KafkaTopic } from '../../harness/kafka-topic';
import { bodyOf, judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { documentOf, runCli } from '../support/gateway/run-cli';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const KEY = 'key-0';
const record = (seq: number): { key: string; value: string } => ({
  key: KEY,
  value: JSON.stringify({ key: KEY, seq }),
});
const UNDECODABLE = { key: KEY, value: '{oops' };

interface World {
  readonly topic: KafkaTopic;
  readonly letters: KafkaTopic;
  readonly api: EffectRecorder;
  readonly shape: GatewayShape;
  /** The document of `sluice dead-letters ARGS --json`. */
  readonly deadLetters: (...args: readonly string[]) => Promise<Record<string, unknown>>;
}

const written = async (letters: KafkaTopic, count: number): Promise<void> => {
  await eventually(async () => {
    expect((await letters.endOffsets()).reduce((sum, end) => sum + Number(end), 0)).toBe(count);
  });
};

const seqs = (calls: readonly RecordedCall[]): readonly number[] => calls.map((call) => bodyOf(call).seq);
const refuse =
  (...refused: readonly number[]) =>
  (call: RecordedCall): { status: number } => ({ status: refused.includes(bodyOf(call).seq) ? 422 : 200 });
const accept = (): { status: number } => ({ status: 200 });

let connection: Connection;
let client: Client;
beforeAll(async () => {
  connection = await Connection.connect({ address: engineAddress('temporal') });
  client = new Client({ connection });
});
afterAll(() => connection.close());

const withRedriveWorld = (lanes: number, body: (world: World) => Promise<void>): Promise<void> =>
  withWorld(async (world) => {
    const topic = await world.topic({ partitions: 2 });
    const letters = await world.topic({ partitions: 2, prefix: 'letters' });
    const api = await world.recorder();

    const shape: GatewayShape = {
      name: uniqueName(),
      topics: [topic.name],
      lanes,
      kind: 'deliver',
      onTerminal: { effect: 'dead-letter', undecodable: 'park' },
      deadLetterTopic: letters.name,
    };
    const deadLetters: World['deadLetters'] = async (...args) => {
      const answer = await runCli(['dead-letters', ...args, '-r', 'main', '--json'], { shape, apiUrl: api.url });
      return documentOf(answer) as Record<string, unknown>;
    };
    await world.gateway({ shape, apiUrl: api.url });
    await body({ topic, letters, api, shape, deadLetters });
  });

const host = ({ shape }: World) => client.workflow.getHandle(hostWorkflowId(shape.name, 'main', KEY, shape.lanes));
const counters = async (world: World): Promise<HostStatus['counters']> =>
  (await host(world).query<HostStatus>(STATUS_QUERY)).counters;

const headOffset = async (world: World): Promise<string | undefined> => {
  const { chains } = await host(world).query<HostStatus>(STATUS_QUERY);
  return chains.find(({ chain, status }) => chain === KEY && status === 'parked')?.head?.offset;
};

const laneText = ({ shape }: World): string =>
  /~lane-(\d+)-/.exec(hostWorkflowId(shape.name, 'main', KEY, shape.lanes))?.[1] ?? '';
const ALL = ['redrive', '--all', '--yes'] as const;

describe.each(IN_LANES)('with $hosting, dead letters', ({ lanes }) => {
  it('I4: of a key that is parked at a later record come before it, in the order of their positions', async () => {
    await withRedriveWorld(lanes, async (world) => {
      const { topic, letters, api, deadLetters } = world;
      api.react = refuse(1, 3);
      await topic.produce([record(0), record(1), record(2), record(3), UNDECODABLE, record(5), record(6)]);
      await written(letters, 2);
      await eventually(async () => {
        expect((await host(world).query<HostStatus>(STATUS_QUERY)).parked).toBe(1);
      });
      api.react = accept;
      const plan = await deadLetters('redrive', '--all', '--dry-run');
      expect(plan).toMatchObject({ ok: true, plan: [{ chain: KEY, place: 'first' }] });
      expect(seqs(api.effects)).toEqual([0, 2]);
      const { accepted } = await counters(world);
      expect(await deadLetters(...ALL)).toMatchObject({ ok: true, redriven: 2, done: 0, refusedCount: 0 });
      await eventually(() => {
        expect(seqs(api.effects)).toEqual([0, 2, 1, 3]);
      });
      // The record that was held was tried again behind them, and is held again.
      await eventually(async () => {
        await host(world).executeUpdate(SKIP_UPDATE, { args: [{ chain: KEY, offset: await headOffset(world) }] });
      });
      await eventually(() => {
        expect(seqs(api.effects)).toEqual([0, 2, 1, 3, 5, 6]);
      });
      expect(await deadLetters(...ALL)).toMatchObject({ ok: true, redriven: 0 });
      expect(await deadLetters('list')).toMatchObject({ ok: true, letters: [] });
      expect(seqs(api.effects)).toEqual([0, 2, 1, 3, 5, 6]);
      expect(await counters(world)).toMatchObject({ accepted, redriven: 2 });
      // The record is redriven as it is: the receiver meets the key of the first time.
      for (const seq of [1, 3]) {
        const keys = new Set(api.calls.filter((call) => bodyOf(call).seq === seq).map((call) => call.idempotencyKey));
        expect(keys.size).toBe(1);
      }
    });
  });
});

describe.each(PER_KEY)('with $hosting, dead letters', ({ lanes }) => {
  it('I5: come at the end of a key that moves: as they were, edited under a key of their own, or never', async () => {
    await withRedriveWorld(lanes, async (world) => {
      const { topic, letters, api, deadLetters } = world;
      api.react = refuse(1, 2, 3);
      // Headers named like those of letters and markers are the record's own, and change no key and no other letter.
      const forged: Readonly<Record<number, Readonly<Record<string, string>>>> = {
        1: { 'sluice.replay-epoch': '9', 'sluice.revision': '4', 'sluice.edit-of': '0' },
        3: { 'sluice.marker': 'dismissed', 'sluice.letter': '0', 'sluice.payload': 'gone' },
      };
      await topic.produce([0, 1, 2, 3, 4].map((seq) => ({ ...record(seq), headers: forged[seq] ?? {} })));
      await written(letters, 3);
      await eventually(() => {
        expect(seqs(api.effects)).toEqual([0, 4]);
      });
      api.react = accept;
      const list = await deadLetters('list', '--cause', 'http-status', '--destination', 'api', '-k', KEY);
      const names = (list['letters'] as { readonly letter: string }[]).map(({ letter }) => letter);
      const [asIs = '', toEdit = '', toSkip = ''] = names;
      expect(names).toHaveLength(3);
      expect(await deadLetters('list', '--limit', '2')).toMatchObject({ nextPage: toSkip });
      expect(await deadLetters('list', '--page', toSkip)).toMatchObject({ letters: [{ letter: toSkip }] });
      expect(await deadLetters('list', '--cause', 'timeout')).toMatchObject({ letters: [] });
      expect(await deadLetters('show', '--letter', asIs)).toMatchObject({
        state: 'open',
        valueBase64: Buffer.from(record(1).value).toString('base64'),
      });
      for (const first of [true, false]) {
        const count = { redriven: first ? 1 : 0, done: first ? 0 : 1 };
        expect(await deadLetters('redrive', '--letter', asIs)).toMatchObject({ ok: true, ...count });
      }
      const folder = await mkdtemp(path.join(tmpdir(), 'sluice-edit-'));
      try {
        const file = path.join(folder, 'value.json');
        await writeFile(file, JSON.stringify({ key: KEY, seq: 200 }));
        for (const redriven of [1, 0]) {
          expect(await deadLetters('redrive', '--letter', toEdit, '--edit', file)).toMatchObject({
            ok: true,
            redriven,
          });
        }
      } finally {
        await rm(folder, { recursive: true });
      }
      for (const dismissed of [1, 0]) {
        expect(await deadLetters('redrive', '--letter', toSkip, '--skip', '-y')).toMatchObject({ ok: true, dismissed });
      }
      await eventually(() => {
        expect(seqs(api.effects)).toEqual([0, 4, 1, 200]);
      });
      const keys = api.calls.filter((call) => bodyOf(call).seq === 1).map((call) => call.idempotencyKey);
      expect(new Set(keys).size).toBe(1);
      const edited = api.calls.find((call) => bodyOf(call).seq === 200);
      expect(edited?.idempotencyKey).toMatch(/\.0-1\.deliver$/);
      expect(await deadLetters('list', '--state', 'all')).toMatchObject({
        letters: [{ state: 'redriven' }, { state: 'redriven' }, { state: 'dismissed' }],
      });
      expect(await counters(world)).toMatchObject({ accepted: 5, redriven: 2 });
    });
  });
});

describe.each(IN_LANES)('with $hosting, dead letters', ({ lanes }) => {
  it('I3: are each taken once, under load, by a command that is killed half way and two at once after it', async () => {
    const load = { keys: 8, perKey: 20 };
    await withRedriveWorld(lanes, async ({ topic, letters, api, shape, deadLetters }) => {
      let well = false;
      api.react = (call) => ({ status: !well && bodyOf(call).seq % 5 === 1 ? 422 : 200 });
      await topic.produce(keyedRecords({ keys: load.keys, perKey: 15 }));
      const dead = load.keys * 3;
      await written(letters, dead);
      well = true;
      await topic.produce(keyedRecords({ keys: load.keys, perKey: 5, from: 15 }));
      const args = ['dead-letters', 'redrive', '--all', '--yes', '-r', 'main'];
      expect((await runCli(args, { shape, apiUrl: api.url, killAt: 'after-redrive:1' })).code).toBeNull();
      await Promise.all([deadLetters(...ALL), deadLetters(...ALL)]);
      expect(await deadLetters(...ALL)).toMatchObject({ ok: true, refusedCount: 0 });
      await eventually(() => {
        expect(api.effects).toHaveLength(load.keys * load.perKey);
      });
      expect(judge(api, load)).toMatchObject({ ...KEPT, outOfOrder: expect.any(Number) as number });
      // Each dead letter was attempted once more and not again, and those of a key in order.
      expect(api.calls).toHaveLength(load.keys * load.perKey + dead);
      for (let key = 0; key < load.keys; key += 1) {
        const redriven = api.effects
          .filter((call) => bodyOf(call).key === `key-${key}`)
          .map((call) => bodyOf(call).seq)
          .filter((seq) => seq % 5 === 1 && seq < 15);
        expect(redriven).toEqual([1, 6, 11]);
      }
      expect(await deadLetters('list')).toMatchObject({ letters: [] });
    });
  });
});

describe.each(IN_LANES)('with $hosting, dead letters', ({ lanes }) => {
  it('I7: are refused where the workflow of their key was closed, and need their original no more', async () => {
    await withRedriveWorld(lanes, async (world) => {
      const { topic, letters, api, shape, deadLetters } = world;
      api.react = refuse(1);
      await topic.produce([record(0), record(1)]);
      await written(letters, 1);
      for (const [partition, end] of (await topic.endOffsets()).entries()) await topic.deleteRecords(partition, end);
      api.react = accept;
      await host(world).terminate();
      const refused = await deadLetters(...ALL);
      expect(refused).toMatchObject({ ok: false, redriven: 0, refusedCount: 1 });
      expect(JSON.stringify(refused)).toContain('sluice keys restart');
      const restart = await runCli(
        ['keys', 'restart', '-r', 'main', ...(lanes > 0 ? ['--lane', laneText(world)] : ['-k', KEY])],
        {
          shape,
          apiUrl: api.url,
        },
      );
      expect(restart.code).toBe(0);
      expect(await deadLetters(...ALL)).toMatchObject({ ok: true, redriven: 1 });
      await eventually(() => {
        expect(seqs(api.effects)).toEqual([0, 1]);
      });
    });
  });
});
