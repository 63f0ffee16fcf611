// A route whose keys are hosted in other workflows than before: refused, unless nothing can be doubled or lost by it.
import { randomUUID } from 'node:crypto';
import { ROUTE_SIGNAL } from '../../src/model/routes/route-control';
import { routeControlId } from '../../src/model/names/workflow-id';
import { withAdmin } from '../../harness/with-admin';
import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import { bodyOf, judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { documentOf, runCli } from '../support/gateway/run-cli';
import { uniqueName } from '../../harness/unique-name';
import { withTopic } from '../../harness/with-topic';
import { withWorld } from '../support/gateway/world';

const KEYS = 8;
const SLOW = 'key-1';

it('I3: a route is not started with other lanes, until it has drained and is rehosted: then each record is handled once, in order', async () => {
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 2 });
    const api = await world.recorder();
    const client = await world.client();

    const few = { name: uniqueName(), topics: [topic.name], lanes: 4, kind: 'deliver' } as const;
    const many = { ...few, lanes: 6 };
    const groupId = `${few.name}.main`;
    const cli = (...args: readonly string[]) => runCli(args, { shape: many, apiUrl: api.url });
    const rehost = async (): Promise<unknown> => documentOf(await cli('rehost', 'main', '--json'));
    const refused = (words: string) => ({
      ok: false,
      error: { code: 'refused', message: expect.stringContaining(words) as string },
    });
    api.react = (call) => ({ status: bodyOf(call).key === SLOW && bodyOf(call).seq >= 2 ? 503 : 200 });
    await topic.produce(keyedRecords({ keys: KEYS, perKey: 3 }));
    const first = await GatewayProcess.start({ shape: few, apiUrl: api.url });
    try {
      const second = new GatewayProcess({ shape: many, apiUrl: api.url, command: 'bridge' });
      expect(await second.exited).toMatchObject({ code: 3 });
      expect(second.output).toContain('hosts its keys in 4 lanes, and the configuration says 6 lanes');
      expect(second.output).toMatch(/lib\/cli\/main\.js rehost main -c \S+`/);
      const checked = (await cli('check')).stdout;
      expect(checked).toMatch(/PROBLEM {2}hosting of route main: .* in 4 lanes, and the configuration says 6 lanes/);
      expect(await rehost()).toMatchObject(refused('is not paused'));
      await eventually(() => {
        expect(api.effects).toHaveLength(3 * KEYS - 1);
      });
      // `sluice pause` does this, so long ago that a bridge which has slept since then sends nothing when it wakes.
      const pause = { kind: 'pause', id: randomUUID(), time: '2026-01-01T00:00:00.000Z' };
      await client.workflow.getHandle(routeControlId(few.name, 'main')).signal(ROUTE_SIGNAL, pause);
      await eventually(() => {
        expect(first.output).toContain('route is paused');
      });
      expect(await rehost()).toMatchObject(refused('1 record waits in'));
      api.react = () => ({ status: 200 });
      await eventually(() => {
        expect(api.effects).toHaveLength(3 * KEYS);
      });
      // A bridge was killed between durable and committed.
      const ends = await topic.endOffsets();
      const commit = (back: bigint) =>
        withAdmin(topic, (admin) =>
          admin.setOffsets({
            groupId,
            topic: topic.name,
            partitions: ends.map((end, partition) => ({ partition, offset: String(end - back) })),
          }),
        );
      await commit(1n);
      await eventually(async () => {
        expect(await rehost()).toMatchObject(refused('would be delivered again'));
      });
      await commit(0n);
      expect(await rehost()).toMatchObject({ ok: true, route: 'main', from: 4, lanes: 6 });
      // The bridges of this gateway would host keys where they were.
      expect(await first.exited).toMatchObject({ code: 5 });
    } finally {
      await first.stop();
    }
    // Kafka forgets the offsets of a group that is paused for long: all is read again.
    await withAdmin(topic, (admin) => admin.deleteGroups([groupId]));
    await topic.produce(keyedRecords({ keys: KEYS, perKey: 2, from: 3 }));
    await withGateway({ shape: many, apiUrl: api.url }, async () => {
      expect(documentOf(await cli('resume', 'main', '--json'))).toMatchObject({ ok: true, real: 'running' });
      await eventually(() => {
        expect(api.effects.length).toBeGreaterThanOrEqual(5 * KEYS);
      });
      const ends = await topic.endOffsets();
      await eventually(async () => {
        expect(await topic.committedOffsets(groupId)).toEqual(ends);
      });
    });
    expect(judge(api, { keys: KEYS, perKey: 5 })).toEqual(KEPT);
  });
});

it('I3: of two gateways that start a new route at once in different shapes one wins, and the other is refused', async () => {
  await withTopic({ partitions: 2 }, async (topic) => {
    const shape = { name: uniqueName(), topics: [topic.name], kind: 'deliver' } as const;
    const gateways = [0, 3].map(
      (lanes) => new GatewayProcess({ shape: { ...shape, lanes }, apiUrl: 'http://127.0.0.1:1', command: 'bridge' }),
    );
    try {
      const code = await Promise.race(gateways.map(async ({ exited }) => (await exited).code));
      expect(code).toBe(3);
      const [winner, ...others] = [...gateways]
        .sort((a, b) => a.output.length - b.output.length)
        .filter((one) => !one.output.includes('the configuration says'));
      expect(others).toEqual([]);
      await winner?.started();
      expect(winner?.output).toContain('gateway runs');
    } finally {
      await Promise.all(gateways.map((gateway) => gateway.stop()));
    }
  });
});
