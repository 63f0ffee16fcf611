import type { Client } from '@temporalio/client';
import type { EngineAccess, KafkaAccess } from '../../../src/operations/engine-access';
import { keptEngines } from '../../../src/operations/kept-engines';

/** Engines that count their connections and say what fails in words of their own. */
const engines = () => {
  const counts = { opened: 0, open: 0, refused: false };
  const connected = async <T, R>(resource: T, work: (given: T) => Promise<R>): Promise<R> => {
    if (counts.refused) throw new Error('no engine answers');
    counts.opened += 1;
    counts.open += 1;
    try {
      return await work(resource);
    } catch (error) {
      throw new Error(`in words: ${(error as Error).message}`, { cause: error });
    } finally {
      counts.open -= 1;
    }
  };
  const access: EngineAccess = {
    temporal: (work) => connected({} as unknown as Client, work),
    kafka: (work) => connected({} as unknown as KafkaAccess, work),
  };
  return { kept: keptEngines(access), counts };
};

test('Connections that are kept serve many works, also at the same time, and end when all is closed.', async () => {
  const { kept, counts } = engines();
  const works = [1, 2, 3].map((number) => kept.temporal(() => Promise.resolve(number)));
  expect(await Promise.all(works)).toEqual([1, 2, 3]);
  expect(await kept.kafka(() => Promise.resolve('lag'))).toBe('lag');
  expect(counts).toMatchObject({ opened: 2, open: 2 });
  await kept.close();
  expect(counts.open).toBe(0);
});

test('A kept connection over which a work has failed is made anew, and the failure is told in the words of who connects.', async () => {
  const { kept, counts } = engines();
  await expect(kept.temporal(() => Promise.reject(new Error('UNAVAILABLE')))).rejects.toThrow('in words: UNAVAILABLE');
  expect(counts).toMatchObject({ opened: 1, open: 0 });
  expect(await kept.temporal(() => Promise.resolve('again'))).toBe('again');
  expect(counts).toMatchObject({ opened: 2, open: 1 });
  await kept.close();
});

test('An engine that cannot be connected to is tried again by the next work, and closing waits for nothing.', async () => {
  const { kept, counts } = engines();
  counts.refused = true;
  await expect(kept.kafka(() => Promise.resolve(1))).rejects.toThrow('no engine answers');
  await expect(kept.kafka(() => Promise.resolve(1))).rejects.toThrow('no engine answers');
  counts.refused = false;
  expect(await kept.kafka(() => Promise.resolve(1))).toBe(1);
  await kept.close();
  await kept.close();
  expect(counts.open).toBe(0);
});
