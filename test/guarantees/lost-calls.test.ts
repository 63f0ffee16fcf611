import type { ChainStatus } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import { uniqueName } from '../../harness/unique-name';
import { chainOf } from '../support/scenarios/chain-of';
import { ok, RawApi, type RawCall } from '../support/scenarios/raw-api';
import { runCli } from '../support/gateway/run-cli';
import { withWorld } from '../support/gateway/world';

it('I12: what a killed worker or a closed run may have sent is in doubt, and no refusal of its repeats is final at once', async () => {
  await withWorld(async (world) => {
    const [topic, waits] = await Promise.all([1, 1].map((partitions) => world.topic({ partitions })));
    if (topic === undefined || waits === undefined) throw new Error('expected two topics');
    const api = new RawApi();
    await api.open();
    world.atEnd(() => api.close());
    const name = uniqueName();
    const retry = { initial: '50ms', maximum: '200ms', maxAttempts: 3 };
    const shape = {
      name,
      topics: [topic.name],
      lanes: 0,
      kind: 'deliver',
      timeout: '30s',
      destination: { retry },
      more: { routes: { waits: { topics: [waits.name], workflow: 'waitAndTell', lanes: 1 } } },
    } as const;
    const client = await world.client();
    const statusOf = (key: string): Promise<ChainStatus | undefined> =>
      chainOf(client, hostWorkflowId(name, 'main', key, 0), key);
    const callsOf = (key: string, seq: number): readonly RawCall[] =>
      api.calls.filter(({ body }) => body === JSON.stringify({ key, seq }));

    const begun = (): readonly RawCall[] => api.calls.filter(({ head }) => head.startsWith('POST /begun '));

    api.react = () => ({ end: 'never' });
    const first = await world.gateway({ shape, apiUrl: api.url });
    const records = [
      ['lost', 0],
      ['closed', 0],
      ['closed', 1],
    ] as const;
    const waiting = { key: 'w', seq: 0, waits: 'sleep', ms: 600_000 };
    await waits.produce([{ key: 'w', value: JSON.stringify(waiting) }]);
    await topic.produce(records.map(([key, seq]) => ({ partition: 0, key, value: JSON.stringify({ key, seq }) })));
    await eventually(() => {
      expect([callsOf('lost', 0), callsOf('closed', 0)]).toMatchObject([{ length: 1 }, { length: 1 }]);
      expect(begun()).toHaveLength(1);
    });
    await first.kill();
    await client.workflow.getHandle(hostWorkflowId(name, 'main', 'closed', 0)).terminate('while its call is under way');

    // The next worker makes another request of the record, and cannot know: the first one had not reported its own.
    api.react = ({ body, head: lines }) => {
      if (lines.startsWith('POST /begun ')) return ok();
      if (!lines.startsWith('POST /second ')) return ok(500);
      const { key, seq } = JSON.parse(body) as { key: string; seq: number };
      if (key === 'lost') return ok(422, '{"error":"mismatch"}');
      return callsOf(key, seq).length <= (seq === 0 ? 3 : 1) ? ok(409, '{"error":"in progress"}') : ok();
    };
    const second = await world.gateway({ shape: { ...shape, path: '/second' }, apiUrl: api.url });
    await runCli(['keys', 'restart', '-r', 'main', '-k', 'closed'], { shape, apiUrl: api.url });
    await eventually(async () => {
      expect([callsOf('closed', 0).length, callsOf('closed', 1).length]).toEqual([4, 2]);
      expect((await statusOf('closed'))?.waiting ?? 0).toBe(0);
    });
    await eventually(
      async () => {
        const status = await statusOf('lost');
        expect(status).toMatchObject({ status: 'parked', failure: { code: 'http-status', perhapsDone: true } });
        expect(status?.failure?.message).toMatch(/HTTP 422.* may have had its effect .*its worker was lost/);
        expect(status?.doubts?.at(0)?.cause).toBe('worker-lost');
      },
      { withinMs: 60_000 },
    );
    // The one call that was lost is done, so that nothing is in doubt of what its handler does next.
    await eventually(async () => {
      const status = await chainOf(client, hostWorkflowId(name, 'waits', 'w', 1), 'w');
      expect([begun().length, status?.status, status?.doubts]).toEqual([2, 'running', undefined]);
    });
    expect(new Set(callsOf('lost', 0).map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(callsOf('lost', 0)).toHaveLength(4);
    expect(second.output).toContain('made again under their idempotency keys');
  });
});
