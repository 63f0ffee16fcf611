import fc from 'fast-check';
import { ReadingTurns } from '../../../../src/kafka/reading/reading-turns';

test('Reads that wait run in the order of the log from where the last one was, and then from its start.', async () => {
  const turns = new ReadingTurns();
  const order: string[] = [];
  const ask = (log: string, offset: bigint): Promise<void> =>
    turns.run(log, offset, async () => {
      order.push(`${log}${offset}`);
      await Promise.resolve();
    });
  await Promise.all([ask('a', 5n), ask('a', 9n), ask('a', 1n), ask('b', 7n), ask('a', 6n), ask('b', 2n), ask('a', 6n)]);
  expect(order).toEqual(['a5', 'a6', 'a6', 'a9', 'a1', 'b2', 'b7']);
});

test('A read that fails tells only whoever asked, and the next one runs.', async () => {
  const turns = new ReadingTurns();
  const failing = turns.run('a', 1n, () => Promise.reject(new Error('gone')));
  const next = turns.run('a', 2n, () => Promise.resolve('read'));
  await expect(failing).rejects.toThrow('gone');
  expect(await next).toBe('read');
});

test('A read comes to its turn although later ones keep coming that are nearer.', async () => {
  const turns = new ReadingTurns();
  let reads = 0;
  let behind: number | undefined;
  const ahead = (offset: bigint): Promise<unknown> =>
    turns.run('a', offset, async () => {
      reads += 1;
      await Promise.resolve();
      if (behind === undefined && reads < 1_000) void ahead(offset + 1n);
    });
  const first = ahead(10n);
  await turns.run('a', 1n, () => {
    behind = reads;
    return Promise.resolve();
  });
  await first;
  expect(behind).toBeLessThan(40);
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
