import { actOnKeys, planKeys } from '../../../../src/console/actions/keys-action';
import type { ActionWorld } from '../../../../src/console/actions/action-world';
import { commandKeys, type BulkRequest } from '../../../../src/operations/keys/command-keys';

jest.mock('../../../../src/operations/keys/command-keys', () => ({
  ...jest.requireActual<object>('../../../../src/operations/keys/command-keys'),
  commandKeys: jest.fn(),
}));

const RETRY = { verb: 'retry', keys: { status: 'parked' } } as const;
const WORLD = { config: { routes: [], destinations: new Map() }, client: {} } as unknown as ActionWorld;
const NOTHING = { done: 0, unchanged: 0, underWay: 0, failed: 0, perhapsDone: 0 };
const asked: BulkRequest[] = [];

const server = (unseen: number): void => {
  asked.length = 0;
  jest.mocked(commandKeys).mockImplementation((_client, _config, request) => {
    asked.push(request);
    request.shown?.add('a').add('b');
    return Promise.resolve({ ...NOTHING, matched: 2, ...(unseen === 0 ? {} : { unseen }) });
  });
};

test('A plan for many keys says which ones it has shown, and only on these it is carried out.', async () => {
  server(0);
  const { matched, shown } = await planKeys(WORLD, RETRY);
  expect([matched, shown]).toEqual([2, new Set(['a', 'b'])]);
  await actOnKeys(WORLD, RETRY, { matched, shown: new Set(['a', 'b']) }, false);
  expect(asked.slice(1)).toMatchObject([
    { dryRun: true, only: new Set(['a', 'b']) },
    { dryRun: false, only: new Set(['a', 'b']) },
  ]);
});

test('Nothing is carried out if other keys match by now, although as many as before, or if they are at other records.', async () => {
  server(1);
  await expect(actOnKeys(WORLD, RETRY, { matched: 2, shown: new Set(['a', 'c']) }, false)).rejects.toMatchObject({
    code: 'unconfirmed',
    message: 'The keys have changed since: 1 key was not among those shown, or not at this record. Nothing was done.',
  });
  expect(asked.map(({ dryRun }) => dryRun)).toEqual([true]);
});

test('I12: New effects of many keys ask whether the operator is sure where some would do again what is done.', async () => {
  jest.mocked(commandKeys).mockImplementation((_client, _config, _request, report) => {
    const key = { chain: 'k', status: 'waiting', waiting: 1, again: [{ step: 'pay', since: 1, cause: 'done-before' }] };
    report({ route: 'main', key, outcome: 'found' } as unknown as Parameters<typeof report>[0]);
    return Promise.resolve({ ...NOTHING, matched: 1 });
  });
  expect((await planKeys(WORLD, { ...RETRY, newEffect: true })).asksSure).toBe(true);
  expect((await planKeys(WORLD, RETRY)).asksSure).toBeUndefined();
});
