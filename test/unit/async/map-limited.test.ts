import { mapLimited } from '../../../src/async/map-limited';

test('A limited map has at most so many items under way at a time, and results keep the order of the items.', async () => {
  let underWay = 0;
  let most = 0;
  const results = await mapLimited([5, 1, 4, 2, 3, 0], 2, async (item) => {
    underWay += 1;
    most = Math.max(most, underWay);
    for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
    underWay -= 1;
    return item * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30, 0]);
  expect(most).toBe(2);
});

test('A list without items causes no work.', async () => {
  expect(await mapLimited([], 4, () => Promise.reject(new Error('not called')))).toEqual([]);
});

test('`mapLimited` rejects when the work on one item rejects.', async () => {
  await expect(mapLimited([1, 2], 1, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
