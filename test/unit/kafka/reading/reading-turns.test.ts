import fc from 'fast-check';
import { ReadingTurns } from '../../../../src/kafka/reading/reading-turns';
import { turnsPass } from './turns-pass';

test('Of the reads that wait, the one that is furthest behind in its log runs next, and another log comes when there is none.', async () => {
  const turns = new ReadingTurns();
  const order: string[] = [];
  const ask = (log: string, offset: bigint): Promise<void> =>
    turns.run(log, offset, async () => {
      order.push(`${log}${offset}`);
      await Promise.resolve();
    });
  await Promise.all([ask('a', 5n), ask('a', 9n), ask('a', 1n), ask('b', 7n), ask('a', 6n), ask('b', 2n), ask('a', 6n)]);
  expect(order).toEqual(['a5', 'a1', 'a6', 'a6', 'a9', 'b2', 'b7']);
});

test('Chains that started apart in a log go through it together: each part of it is fetched about once.', async () => {
  const turns = new ReadingTurns();
  const [CHAINS, RECORDS, WINDOW] = [20, 30, 17];
  let kept: { readonly from: number; readonly next: number }[] = [];
  let fetches = 0;
  const known = (offset: number): boolean => kept.some(({ from, next }) => offset >= from && offset < next);
  const read = async (offset: number): Promise<void> => {
    if (known(offset)) return;
    await turns.run('log', BigInt(offset), async () => {
      if (known(offset)) return;
      fetches += 1;
      await turnsPass(4);
      kept = [...kept, { from: offset, next: offset + WINDOW }].slice(-2);
    });
  };
  const chain = async (index: number): Promise<void> => {
    // Some begin when others are rounds ahead.
    await turnsPass((index % 4) * 10);
    for (let record = 0; record < RECORDS; record += 1) {
      await read(record * CHAINS + index);
      await turnsPass(1 + ((index + record) % 3));
    }
  };
  await Promise.all(Array.from({ length: CHAINS }, (_, index) => chain(index)));
  expect(fetches).toBeLessThan((1.5 * CHAINS * RECORDS) / WINDOW);
});

test('A read that fails tells only whoever asked, and the next one runs.', async () => {
  const turns = new ReadingTurns();
  const failing = turns.run('a', 1n, () => Promise.reject(new Error('gone')));
  const next = turns.run('a', 2n, () => Promise.resolve('read'));
  await expect(failing).rejects.toThrow('gone');
  expect(await next).toBe('read');
});

test('A read that joins late comes by its place in the log, and one before it that fails late harms nobody.', async () => {
  const turns = new ReadingTurns();
  const order: number[] = [];
  const ask = (offset: number): Promise<void> =>
    turns.run('a', BigInt(offset), () => {
      order.push(offset);
      return Promise.resolve();
    });
  const failing = turns.run('a', 50n, async () => {
    await turnsPass(3);
    throw new Error('timed out');
  });
  const [ahead, further] = [ask(60), ask(90)];
  await turnsPass(1);
  const late = [ask(70), ask(10)];
  await expect(failing).rejects.toThrow('timed out');
  await Promise.all([ahead, further, ...late]);
  expect(order).toEqual([10, 60, 70, 90]);
});

test('A read that nobody waits for any more never begins; one that has begun keeps its turn, and whoever asked is answered at once.', async () => {
  const turns = new ReadingTurns();
  const order: number[] = [];
  const ask = (offset: number, givesUp: AbortController): Promise<number> => {
    const read = async (): Promise<number> => {
      order.push(offset);
      await turnsPass(3);
      return order.push(-offset);
    };
    return turns.run('a', BigInt(offset), read, new AbortController().signal, givesUp.signal);
  };
  const [begun, waiting, stays] = [new AbortController(), new AbortController(), new AbortController()];
  const outcomes = Promise.allSettled([ask(1, begun), ask(2, waiting), ask(3, stays)]);
  begun.abort(new Error('first gone'));
  waiting.abort(new Error('second gone'));
  expect(await outcomes).toMatchObject([
    { reason: { message: 'first gone' } },
    { reason: { message: 'second gone' } },
    { value: 4 },
  ]);
  expect(order).toEqual([1, -1, 3, -3]);
  await expect(ask(4, begun)).rejects.toThrow('first gone');
});

test('A read comes to its turn although ones that are further behind keep coming.', async () => {
  const turns = new ReadingTurns();
  let reads = 0;
  let waited: number | undefined;
  const behind = (offset: bigint): Promise<unknown> =>
    turns.run('a', offset, async () => {
      reads += 1;
      await Promise.resolve();
      if (waited === undefined && reads < 1_000) void behind(offset - 1n);
    });
  const first = behind(5_000n);
  await turns.run('a', 9_000n, () => {
    waited = reads;
    return Promise.resolve();
  });
  await first;
  expect(waited).toBeLessThan(40);
});

test('Each read runs once, one at a time, and is passed by no more later ones than it has patience for.', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.bigInt(0n, 50n)), { maxLength: 80 }),
      async (asks) => {
        const turns = new ReadingTurns();
        const ran: number[] = [];
        let running = 0;
        await Promise.all(
          asks.map(([log, offset], asked) =>
            turns.run(log, offset, async () => {
              running += 1;
              expect(running).toBe(1);
              await Promise.resolve();
              ran.push(asked);
              running -= 1;
            }),
          ),
        );
        expect([...ran].sort((a, b) => a - b)).toEqual(asks.map((_, index) => index));
        for (const [place, asked] of ran.entries()) {
          const later = ran.slice(0, place).filter((other) => other > asked).length;
          expect(later).toBeLessThanOrEqual(2 * asked + 16);
        }
      },
    ),
  );
});
