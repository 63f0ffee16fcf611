import { Shelf } from '../../../../src/model/keys/shelf';
import type { ShelvedRun } from '../../../../src/model/contract/shelf-contract';

const MINUTE = 60_000;

const run = (runId: string, number = 1, { key = 'a', state = '' } = {}): ShelvedRun => ({
  ...{ workflowId: `g/r/${key}`, workflowType: 't', taskQueue: 'q', runId, life: runId, number },
  input: {
    ...{ gateway: 'g', route: 'r', hosting: { kind: 'key', chain: key, key } },
    carried: {
      ...{ watermarks: [], sequence: 1, chains: [{ chain: key, waiting: [], state }] },
      counters: { accepted: 1, duplicates: 0, truncations: 0, stale: 0, settled: 1, skipped: 0 },
    },
  },
});

const workflowId = 'g/r/a';

test('A shelf gives what was put there once, and the same answer to whoever asks again under the same name.', () => {
  const shelf = new Shelf();
  expect(shelf.put(run('r1'), 0)).toBe('shelved');
  expect(shelf.look(workflowId)).toMatchObject({ number: 1 });
  expect(shelf.take({ workflowId, by: 'r2' }, 0)).toEqual({ kind: 'taken', run: run('r1') });
  expect(shelf.take({ workflowId, by: 'r2' }, 0)).toEqual({ kind: 'taken', run: run('r1') });
  expect(shelf.look(workflowId)).toBeUndefined();
  expect(shelf.take({ workflowId, by: 'r3' }, 0)).toEqual({ kind: 'elsewhere', by: 'r2', runId: 'r1' });
  expect(shelf.take({ workflowId: 'g/r/b', by: 'r3' }, 0)).toEqual({ kind: 'none' });
});

test('A shelf refuses a put that comes late: after a recall, after a take, after a later put.', () => {
  const shelf = new Shelf();
  shelf.recall({ workflowId, number: 1, by: 'r1' }, 0);
  expect(shelf.put(run('r1', 1), 0)).toBe('stale');
  expect(shelf.put(run('r1', 2), 0)).toBe('shelved');
  expect(shelf.put(run('r1', 2), 0)).toBe('shelved');
  shelf.recall({ workflowId, number: 1, by: 'r1' }, 0);
  expect(shelf.look(workflowId)).toMatchObject({ number: 2 });
  shelf.take({ workflowId, by: 'r2' }, 0);
  expect(shelf.put(run('r1', 2), 0)).toBe('stale');
});

test('A shelf refuses a take that comes late: from a run that has put the key back, or for a run that did not put it there.', () => {
  const shelf = new Shelf();
  shelf.put(run('r1'), 0);
  shelf.take({ workflowId, by: 'r2' }, 0);
  shelf.put(run('r2', 2), 0);
  expect(shelf.take({ workflowId, by: 'r2' }, 0)).toEqual({ kind: 'none', number: 2 });
  expect(shelf.take({ workflowId, by: 'after r1', from: 'r1' }, 0)).toEqual({ kind: 'none', number: 2 });
  expect(shelf.take({ workflowId, by: 'after r2', from: 'r2' }, 0)).toMatchObject({ kind: 'taken' });
});

test('A recalled key is elsewhere for whoever begins with nothing, until an operator forces it.', () => {
  const shelf = new Shelf();
  shelf.recall({ workflowId, number: 3, by: 'r1' }, 0);
  expect(shelf.take({ workflowId, by: 'r2' }, 0)).toEqual({ kind: 'elsewhere', by: 'r1' });
  expect(shelf.take({ workflowId, by: 'r2', force: true }, 0)).toEqual({ kind: 'none', number: 3 });
});

test('I10: A shelf makes room at the cost of what was taken long ago, states before marks, and never of a retired key.', () => {
  const shelf = new Shelf([], { shelf: 3_000, entry: 1_500 });
  const fat = { state: 'x'.repeat(600) };
  shelf.put(run('r1', 1, { key: 'a', ...fat }), 0);
  shelf.take({ workflowId, by: 'r2' }, 0);
  expect(shelf.put(run('r1', 1, { key: 'b', ...fat }), 0)).toBe('shelved');
  expect(shelf.put(run('r1', 1, { key: 'c', ...fat }), 9 * MINUTE)).toBe('full');
  expect(shelf.put(run('r1', 1, { key: 'c', ...fat }), 11 * MINUTE)).toBe('shelved');
  expect(shelf.status.bytes).toBeLessThanOrEqual(3_000);
  // The mark is still there: the key is not to be started empty.
  expect(shelf.take({ workflowId, by: 'r3' }, 11 * MINUTE)).toEqual({ kind: 'elsewhere', by: 'r2' });
  expect(shelf.put(run('r1', 1, { key: 'd', ...fat }), 60 * MINUTE)).toBe('full');
  expect(shelf.put(run('r1', 1, { key: 'e', state: 'x'.repeat(2_000) }), 60 * MINUTE)).toBe('full');
  expect(shelf.status.retired).toBe(2);
});

test('A shelf carries all of its keys to the next run.', () => {
  const shelf = new Shelf();
  shelf.put(run('r1'), 0);
  shelf.recall({ workflowId: 'g/r/b', number: 1, by: 'r9' }, 0);
  const next = new Shelf(shelf.carry());
  expect(next.status).toEqual(shelf.status);
  expect(next.take({ workflowId, by: 'r2' }, 0)).toMatchObject({ kind: 'taken' });
});

test('I10: A shelf takes marks of keys that it does not know only as far as it can carry them.', () => {
  const shelf = new Shelf();
  const recall = (index: number): boolean => {
    const request = { workflowId: `g/r/${index}`.padEnd(900, 'x'), number: 1, by: 'r' };
    if (!shelf.mayRecall(request)) return false;
    shelf.recall(request, 0);
    return true;
  };
  let taken = 0;
  while (taken < 10_000 && recall(taken)) taken += 1;
  expect(taken).toBeGreaterThan(1_000);
  expect(JSON.stringify(shelf.carry()).length).toBeLessThan(1_300_000);
  expect(recall(0)).toBe(true);
});
