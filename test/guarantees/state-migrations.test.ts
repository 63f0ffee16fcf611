import type { Client } from '@temporalio/client';
import {
  RETRY_UPDATE,
  STATE_QUERY,
  STATUS_QUERY,
  type HostInput,
  type HostStatus,
} from '../../src/model/contract/contract';
import { keyWorkflowId } from '../../src/model/names/workflow-id';
import { type EffectRecorder } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { runCli } from '../support/gateway/run-cli';
import { bodyOf } from '../../harness/keyed-records';
import type { TopicRecord } from '../../harness/kafka-topic';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const COUNTERS = { accepted: 7, duplicates: 0, truncations: 0, stale: 0, settled: 7, skipped: 0 };
const record = (key: string, seq: number, more: object = {}): TopicRecord => ({
  key,
  value: JSON.stringify({ key, seq, stateful: true, ...more }),
});
const totals = (api: EffectRecorder, key: string): readonly unknown[] =>
  api.effects
    .filter((call) => call.path === '/effects' && bodyOf(call).key === key)
    .map((call) => (bodyOf(call) as unknown as { readonly total: number }).total);

/** Keys as a run of another version hands them on. */
const begin = async (
  client: Client,
  name: string,
  keys: Readonly<Record<string, { readonly state: unknown; readonly stateVersion?: number }>>,
): Promise<void> => {
  for (const [key, carried] of Object.entries(keys)) {
    const input: HostInput = {
      gateway: name,
      route: 'main',
      hosting: { kind: 'key', chain: key, key },
      carried: { watermarks: [], chains: [{ chain: key, waiting: [], ...carried }], sequence: 7, counters: COUNTERS },
    };
    await client.workflow.start('account', {
      workflowId: keyWorkflowId(name, 'main', key),
      taskQueue: `sluice-${name}`,
      args: [input],
    });
  }
};

it('I7, I8: older states are migrated once; what cannot be migrated, or is newer, parks its key with its state until a deploy mends it; a key that no longer fits says so', async () => {
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 1 });
    const api = await world.recorder();
    const client = await world.client();

    const name = uniqueName();
    const shape = { name, topics: [topic.name], lanes: 0, kind: 'account', workflows: './build-two.ts' } as const;
    const host = (key: string) => client.workflow.getHandle(keyWorkflowId(name, 'main', key));
    const parked = async (key: string, words: string): Promise<void> => {
      const { chains } = await host(key).query<HostStatus>(STATUS_QUERY);
      const failure = { code: 'state-version', message: expect.stringContaining(words) as unknown };
      expect(chains).toMatchObject([{ status: 'parked', waiting: 2, failure }]);
    };
    await begin(client, name, {
      old: { state: { total: 7 } },
      odd: { state: { total: 5, odd: true } },
      newer: { state: { amount: 3 }, stateVersion: 9 },
    });
    await topic.produce(['old', 'odd', 'newer', 'new'].flatMap((key) => [record(key, 0), record(key, 1)]));
    await topic.produce([record('unfit', 0, { unfit: true })]);
    await withGateway({ shape, apiUrl: api.url }, async () => {
      await eventually(
        async () => {
          expect(totals(api, 'old')).toEqual([8, 9]);
          expect(totals(api, 'new')).toEqual([1, 2]);
          // This is asked again and again: the API sees a call before the workflow hears of its answer.
          expect(await host('old').query(STATE_QUERY, 'old')).toEqual({ sum: 9, from: 1 });
          await parked('odd', 'An odd account.');
          await parked('newer', 'of version 9, the handler of version 2');
          const { chains } = await host('unfit').query<HostStatus>(STATUS_QUERY);
          expect(chains).toMatchObject([{ status: 'parked', failure: { code: 'handler-error' } }]);
        },
        { withinMs: 150_000 },
      );
      expect(await host('odd').query(STATE_QUERY, 'odd')).toEqual({ total: 5, odd: true });
      expect(await host('newer').query(STATE_QUERY, 'newer')).toEqual({ amount: 3 });
      // The same handler tries again, and comes to the same end.
      await host('odd').executeUpdate(RETRY_UPDATE, { args: [{ chain: 'odd' }] });
      await eventually(() => parked('odd', 'An odd account.'));
    });
    const deployed = { shape: { ...shape, workflows: './build-three.ts' }, apiUrl: api.url };
    await world.gateway(deployed);
    // What does not fit its history cannot answer, and whoever asks is told so.
    const keys = async (...args: readonly string[]): Promise<string> => {
      const { stdout, stderr } = await runCli(['keys', ...args, '-r', 'main', '-k', 'unfit'], deployed);
      return stdout + stderr;
    };
    await eventually(async () => {
      expect(await keys('show')).toMatch(/status {5}cannot run: \[TMPRL1100\] Nondeterminism/);
    });
    // Nobody has given it anything to do since, so that no task of it has failed.
    const looked = async (command: 'status' | 'check'): Promise<string> => (await runCli([command], deployed)).stdout;
    expect(await looked('status')).toMatch(/failing {4}\S+\/main\/unfit: cannot run, because its handler does not fit/);
    expect(await looked('check')).toMatch(/PROBLEM {2}workflow \S+\/main\/unfit: cannot run: its handler does not fit/);
    expect(await keys('retry', '--wait', '1s')).toMatch(
      /main\/unfit cannot run: .*deploy one that fits.*withdrawn by itself/,
    );

    await host('odd').executeUpdate(RETRY_UPDATE, { args: [{ chain: 'odd' }] });
    await eventually(
      () => {
        expect(totals(api, 'odd')).toEqual([6, 7]);
      },
      { withinMs: 150_000 },
    );
    await topic.produce([record('old', 2)]);
    await eventually(
      async () => {
        expect(totals(api, 'old')).toEqual([8, 9, 10]);
        // The state was migrated once: the version that it came from is still the first.
        expect(await host('old').query(STATE_QUERY, 'old')).toEqual({ sum: 10, from: 1 });
      },
      { withinMs: 150_000 },
    );
    await parked('newer', 'of version 9');
  });
});
