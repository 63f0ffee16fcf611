import { LogWindows, type LogWindow } from '../../../../src/kafka/reading/log-windows';

const window = (from: bigint, next: bigint, bytes = 10): LogWindow => ({
  kind: 'window',
  from,
  next,
  messages: new Map(),
  bytes,
});

const fetcher = (
  bytes?: number,
): { readonly fetched: bigint[]; readonly at: (offset: bigint) => () => Promise<LogWindow> } => {
  const fetched: bigint[] = [];
  const at = (offset: bigint) => (): Promise<LogWindow> => {
    fetched.push(offset);
    return Promise.resolve(window(offset, offset + 10n, bytes));
  };
  return { fetched, at };
};

test('Those who ask for neighbours at the same moment share one fetch.', async () => {
  const { fetched, at } = fetcher();
  const windows = new LogWindows();
  const found = await Promise.all([3n, 5n, 12n].map((offset) => windows.around('log', 0, offset, at(offset))));
  expect(found.map(({ from }) => from)).toEqual([3n, 3n, 3n]);
  await windows.around('log', 0, 13n, at(13n));
  await windows.around('another epoch', 0, 3n, at(3n));
  expect(fetched).toEqual([3n, 13n, 3n]);
  windows.clear();
});

test('What was fetched is kept within 32 MB, the newest longest.', async () => {
  const { fetched, at } = fetcher(12_000_000);
  const windows = new LogWindows();
  for (const offset of [0n, 10n, 20n, 25n, 15n, 0n]) await windows.around('log', 0, offset, at(offset));
  expect(fetched).toEqual([0n, 10n, 20n, 0n]);
  windows.clear();
});

test('A fetch that gives no window is answered as it is, and not kept.', async () => {
  const windows = new LogWindows();
  const gone = { kind: 'gone' } as const;
  let asked = 0;
  const fetch = (): Promise<typeof gone> => {
    asked += 1;
    return Promise.resolve(gone);
  };
  expect(await windows.around('log', 0, 0n, fetch)).toBe(gone);
  expect(await windows.around('log', 0, 0n, fetch)).toBe(gone);
  expect(asked).toBe(2);
});
