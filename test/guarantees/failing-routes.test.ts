// Routes that cannot run, each for a reason of its own, beside routes that can.
import { randomUUID } from 'node:crypto';
import { AssignerProtocol, Kafka, logLevel, type Admin, type PartitionAssigner } from 'kafkajs';
import { setOffset } from '../integration/kafka/set-offset';
import { withAdmin } from '../../harness/with-admin';
import { eventually } from '../../harness/eventually';
import type { KafkaTopic } from '../../harness/kafka-topic';
import { keyedRecords } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { ROUTE_SIGNAL, ROUTE_WORKFLOW } from '../../src/model/routes/route-control';
import type { RouteCommand } from '../../src/model/routes/route-command';
import { routeControlId } from '../../src/model/names/workflow-id';
import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { documentOf, runCli } from '../support/gateway/run-cli';
import { narrowed } from '../support/width';
import { withWorld, type World } from '../support/gateway/world';

interface RouteDocument {
  readonly route: string;
  readonly real: string;
  readonly failures?: readonly { readonly code: string; readonly message: string }[];
}

/** Shares partitions out as no bridge understands. */
const otherAssigner: PartitionAssigner = () => ({
  name: 'elsewhere',
  version: 1,
  assign: ({ members }) =>
    Promise.resolve(
      members.map(({ memberId }) => ({
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: 1,
          assignment: {},
          userData: Buffer.alloc(0),
        }),
      })),
    ),
  protocol: ({ topics }) => ({
    name: 'elsewhere',
    metadata: AssignerProtocol.MemberMetadata.encode({ version: 1, topics, userData: Buffer.alloc(0) }),
  }),
});

/** An application that has joined the group of a route. Resolves once it is a member. */
const otherApplication = async (world: World, topic: KafkaTopic, groupId: string): Promise<() => Promise<void>> => {
  const kafka = new Kafka({ clientId: 'elsewhere', brokers: topic.brokers.split(','), logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId, partitionAssigners: [otherAssigner] });
  world.atEnd(() => consumer.disconnect());
  const joined = new Promise<void>((resolve) => {
    consumer.on(consumer.events.GROUP_JOIN, () => {
      resolve();
    });
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic.name] });
  await consumer.run({ eachMessage: () => Promise.resolve() });
  await joined;
  return () => consumer.disconnect();
};

const TIME = '2026-01-01T00:00:00.000Z';
const RECORDS = { keys: 4, perKey: 5 };
const COUNT = RECORDS.keys * RECORDS.perKey;

it.each(narrowed(HOSTING_SHAPES, ({ lanes }) => lanes === 0))(
  'I1, I11: a route that cannot run is failed, says why and what to do, and recovers when that is mended; the others go on ($hosting)',
  async ({ lanes }) => {
    await withWorld(async (world) => {
      const name = uniqueName();
      const [good, gap, shared, hosted, used] = await Promise.all(
        Array.from({ length: 5 }, () => world.topic({ partitions: 1 })),
      );
      if (!good || !gap || !shared || !hosted || !used) throw new Error('no topics');
      const missing = `missing-${randomUUID()}`;
      const api = await world.recorder();
      const client = await world.client();
      const beside = Object.fromEntries(
        Object.entries({ gap: gap.name, shared: shared.name, hosted: hosted.name, used: used.name, missing }).map(
          ([route, topic]) => [route, { topics: [topic], ...(lanes > 0 ? { lanes } : {}) }],
        ),
      );
      const shape = { name, topics: [good.name], lanes, kind: 'deliver', beside } as const;
      const cli = (...args: readonly string[]) => runCli([...args, '--json'], { shape, apiUrl: api.url });
      const routes = async (): Promise<ReadonlyMap<string, RouteDocument>> => {
        const { routes: all } = documentOf(await cli('status')) as { readonly routes: readonly RouteDocument[] };
        return new Map(all.map((one) => [one.route, one]));
      };
      const steerHosted = async (command: object): Promise<void> => {
        const whole = { id: randomUUID(), time: TIME, ...command } as RouteCommand;
        await client.workflow.signalWithStart(ROUTE_WORKFLOW, {
          workflowId: routeControlId(name, 'hosted'),
          taskQueue: `sluice-${name}`,
          args: [{ gateway: name, route: 'hosted' }],
          signal: ROUTE_SIGNAL,
          signalArgs: [whole],
        });
      };

      for (const topic of [good, gap, shared, hosted, used]) await topic.produce(keyedRecords(RECORDS));
      await gap.deleteRecords(0, 10n);
      await setOffset(gap, `${name}.gap`, 3n, null);
      await setOffset(used, `${name}.used`, 8n, null);
      const leave = await otherApplication(world, shared, `${name}.shared`);
      await steerHosted({ kind: 'host', lanes: 7 });
      expect((await runCli(['check'], { shape, apiUrl: api.url })).stdout).toMatch(
        /warning {2}committed offset of \S+\/0: was set by another client: route used goes on at 8 and leaves out the offsets from 0 to 7/,
      );
      const gateway = await world.gateway({ shape, apiUrl: api.url });
      const failed = await eventually(async () => {
        const found = await routes();
        expect(Array.from(found.values(), ({ route, real }) => `${route}: ${real}`).sort()).toEqual([
          'gap: failed',
          'hosted: failed',
          'main: running',
          'missing: failed',
          'shared: failed',
          'used: running',
        ]);
        return found;
      });
      const said = (route: string): string => failed.get(route)?.failures?.[0]?.message ?? '';
      for (const [route, topic] of Object.entries({
        gap: gap.name,
        shared: shared.name,
        hosted: hosted.name,
        missing,
      })) {
        expect(said(route)).toContain(`Route ${route} (${topic}; group ${name}.${route}): `);
      }
      expect(said('gap')).toMatch(/Offset 3 of .* is out of range: the log holds offsets 10 to 20.*--reset-offsets/);
      expect(said('shared')).toMatch(/Another application is a member of this consumer group.*`groupId`/);
      expect(said('hosted')).toMatch(/7 lanes.*`sluice rehost hosted`/);
      expect(said('missing')).toMatch(/no topic .*create them/);
      const check = (await runCli(['check'], { shape, apiUrl: api.url })).stdout;
      for (const route of ['gap', 'shared', 'missing']) {
        expect(check).toMatch(new RegExp(`PROBLEM {2}route ${route} in bridge .* has failed`));
      }
      expect(check).toContain('PROBLEM  hosting of route hosted: ');
      expect(check).toMatch(
        /PROBLEM {2}consumer group \S+\.shared: another application is a member \(client ids: elsewhere\)/,
      );
      expect(gateway.output).toMatch(/"offset":"8","earliest":"0".*"The committed offset was set by another client/);
      // The records of the good route, and those past the offset of the other client.
      await eventually(() => {
        expect(api.effects).toHaveLength(COUNT + COUNT - 8);
      });

      await leave();
      await withAdmin(good, (admin: Admin) => admin.createTopics({ topics: [{ topic: missing, numPartitions: 1 }] }));
      world.atEnd(() => withAdmin(good, (admin: Admin) => admin.deleteTopics({ topics: [missing] })));
      await eventually(() => setOffset(gap, `${name}.gap`, 10n, null));
      await steerHosted({ kind: 'pause' });
      await steerHosted({ kind: 'rehost', lanes, from: 7, since: TIME, taken: [], sequence: 0 });
      await steerHosted({ kind: 'resume' });
      await eventually(
        () => {
          expect(api.effects).toHaveLength(COUNT * 4 - 8 + COUNT - 10);
        },
        { withinMs: 90_000 },
      );
      await eventually(async () => {
        expect(new Set(Array.from((await routes()).values(), ({ real }) => real))).toEqual(new Set(['running']));
      });
      await gateway.stop();
      expect((await gateway.exited).code).toBe(0);
    });
  },
);
