import { COMPACTED, compactedGaps } from '../support/kafka/compacted-gaps';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { IN_LANES, PER_KEY } from '../support/gateway/hosting-shapes';
import { interleavedAborts } from '../support/kafka/interleaved-aborts';
import { bodyOf, judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I11: records of a topic that was deleted and made again are new records, though their offsets were seen', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 2 });
      const api = await world.recorder();

      const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver' } as const;
      await topic.produce(keyedRecords({ keys: 4, perKey: 10 }));
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await eventually(() => {
          expect(api.effects).toHaveLength(40);
        });
        await topic.recreate();
        await topic.produce(keyedRecords({ keys: 4, perKey: 5, from: 10 }));
        await eventually(
          () => {
            expect(api.effects).toHaveLength(60);
          },
          { withinMs: 150_000 },
        );
      });
      expect(judge(api, { keys: 4, perKey: 15 })).toEqual(KEPT);
    });
  });
});

describe.each(PER_KEY)('with $hosting', ({ lanes }) => {
  it('I1: partitions that are added are read from their first record', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1 });
      const api = await world.recorder();

      const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver' } as const;
      await topic.produce(keyedRecords({ keys: 4, perKey: 5 }));
      await world.gateway({ shape, apiUrl: api.url });

      await eventually(() => {
        expect(api.effects).toHaveLength(20);
      });
      await topic.growTo(3);
      const added = [1, 2].map((partition) => ({
        partition,
        key: 'key-0',
        value: `{"key":"added","seq":${partition}}`,
      }));
      await topic.produce(added);
      await eventually(
        () => {
          expect(api.effects).toHaveLength(22);
        },
        { withinMs: 150_000 },
      );
    });
  });
});

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I11: an aborted transaction has no effect, and nothing that was committed is missed', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1 });
      const api = await world.recorder();

      const committed = await interleavedAborts(topic);
      const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver', value: 'string' } as const;
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await eventually(() => {
          expect(api.effects.length).toBeGreaterThanOrEqual(committed.length);
        });
        const ends = await topic.endOffsets();
        await eventually(async () => {
          expect(await topic.committedOffsets(`${shape.name}.main`)).toEqual(ends);
        });
      });
      expect(api.calls.map(({ body }) => body.toString()).sort()).toEqual([...committed].sort());
    });
  });
});

describe.each(PER_KEY)('with $hosting', ({ lanes }) => {
  it('I1: gaps of a compacted topic hold nothing up', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1, config: COMPACTED });
      const api = await world.recorder();

      const left = await compactedGaps(topic);
      const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver', value: 'string' } as const;
      await withGateway({ shape, apiUrl: api.url }, async () => {
        const ends = await topic.endOffsets();
        await eventually(async () => {
          expect(await topic.committedOffsets(`${shape.name}.main`)).toEqual(ends);
        });
        await eventually(() => {
          expect(api.effects.length).toBeGreaterThan(0);
        });
      });
      const offsets = api.effects.map(({ idempotencyKey }) => BigInt(idempotencyKey.split('.')[4] ?? -1));
      expect(offsets.sort((a, b) => Number(a - b))).toEqual(left);
    });
  });
});

it('I11: a committed offset that retention has overtaken fails its route with the reason, and stays as it is', async () => {
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 1 });
    const api = await world.recorder();

    const shape = { name: uniqueName(), topics: [topic.name], lanes: 0, kind: 'deliver' } as const;
    await topic.produce(keyedRecords({ keys: 2, perKey: 10 }));
    await withGateway({ shape, apiUrl: api.url }, async () => {
      await eventually(async () => {
        expect(await topic.committedOffsets(`${shape.name}.main`)).toEqual([20n]);
      });
    });
    await topic.produce(keyedRecords({ keys: 2, perKey: 10, from: 10 }));
    await topic.deleteRecords(0, 30n);
    const gateway = await world.gateway({ shape, apiUrl: api.url });
    await eventually(() => {
      expect(gateway.output).toMatch(new RegExp(`Offset 20 of ${topic.name}\\[0\\] is out of range`));
    });
    expect(await topic.committedOffsets(`${shape.name}.main`)).toEqual([20n]);
    expect(api.effects.every((call) => bodyOf(call).seq < 10)).toBe(true);
  });
});
