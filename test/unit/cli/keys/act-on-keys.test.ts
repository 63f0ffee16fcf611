import type { Client } from '@temporalio/client';
import { actOnAllKeys } from '../../../../src/cli/keys/act-on-all-keys';
import { actOnKey } from '../../../../src/cli/keys/act-on-keys';
import { listKeysCommand } from '../../../../src/cli/keys/keys-commands';
import type { CommandContext } from '../../../../src/cli/command/command';
import { exitCodeOf } from '../../../../src/cli/command/exit-codes';
import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';
import type { ChainStatus, Failure } from '../../../../src/model/contract/contract';
import { OperatedKeys } from '../../support/operated-keys';

const CONFIG = {
  name: 'gw',
  routes: [{ name: 'main', lanes: 2, topics: ['t'], nullKeySpread: 0 }],
  destinations: new Map([['api', {}]]),
} as unknown as ResolvedConfig;

const keys = new OperatedKeys();

jest.mock('../../../../src/cli/command/with-client', () => ({
  withClient: (_options: unknown, _context: unknown, work: (config: ResolvedConfig, client: Client) => unknown) =>
    work(CONFIG, keys.client),
}));

/** At a terminal whose operator says yes, after `meanwhile` has happened. */
const terminal = (meanwhile: () => void = () => undefined) => {
  const questions: string[] = [];
  const printed: string[] = [];
  const context = {
    ...quiet(printed),
    ask: (question: string) => {
      questions.push(question);
      meanwhile();
      return Promise.resolve(true);
    },
  };
  return { context, questions, printed };
};

const quiet = (printed: string[] = []): CommandContext =>
  ({
    print: (text: string) => printed.push(text),
    width: 80,
    stopSignals: () => ({ first: new Promise(() => undefined), dispose: () => undefined }),
  }) as unknown as CommandContext;

const at = (offset: number, more: Partial<ChainStatus> = {}): Partial<ChainStatus> => ({
  status: 'parked',
  waiting: 3,
  head: { topic: 't', partition: 1, leaderEpoch: 0, offset: String(offset) },
  ...more,
});

const COMMON = { config: 'x', json: false };
const ONE = { ...COMMON, route: 'main', address: { kind: 'key' as const, key: Buffer.from('two-1') } };
const ALL = { ...COMMON, dryRun: false };

beforeEach(() => {
  keys.reset();
});

test('I4: The answer to the question of keys skip is for the record that was shown, and for no later one.', async () => {
  keys.put('two-1', at(776));
  const { context, questions } = terminal(() => {
    keys.put('two-1', at(777));
  });
  await expect(actOnKey('skip', ONE, context)).rejects.toMatchObject({ code: 'refused' });
  expect(questions).toEqual([expect.stringContaining('at t/1/776')]);
  expect(keys.done).toEqual([]);
});

test.each([
  ['another partition', { head: { topic: 't', partition: 2, leaderEpoch: 0, offset: '776' } }],
  ['another topic', { head: { topic: 'u', partition: 1, leaderEpoch: 0, offset: '776' } }],
  ['another revision', { revision: 1 }],
])('I4: A record of %s at the same offset is not the one that was shown.', async (_words, other) => {
  for (const [verb, newEffect] of [
    ['skip', false],
    ['retry', true],
  ] as const) {
    keys.put('two-1', at(776));
    const { context } = terminal(() => {
      keys.put('two-1', at(776, other));
    });
    await expect(actOnKey(verb, { ...ONE, newEffect }, context)).rejects.toMatchObject({ code: 'refused' });
  }
  expect(keys.done).toEqual([]);
});

test('A record that is still as it was shown is skipped, also one of a lane with more keys than it lists.', async () => {
  for (const unlisted of [false, true]) {
    keys.put('two-1', at(776), unlisted);
    const { context, questions, printed } = terminal();
    await actOnKey('skip', ONE, context);
    expect(questions[0]).toContain('at t/1/776');
    expect(printed).toEqual([expect.stringMatching(/: the record is skipped; the next one follows\.$/)]);
  }
  expect(keys.done).toEqual(['skip two-1 t/1/776', 'skip two-1 t/1/776']);
});

test('Nothing is asked and nothing sent if a key has no record to skip, although one may come in the next moment.', async () => {
  keys.put('two-1', { status: 'idle', waiting: 0 });
  const { context, questions, printed } = terminal();
  await actOnKey('skip', ONE, context);
  expect([questions, printed, keys.sent]).toEqual([[], [expect.stringContaining('has no record to skip')], []]);
});

test('A skip that was shown nothing because no worker answers is not carried out unless somebody said yes beforehand.', async () => {
  keys.silent = true;
  const { context, questions } = terminal();
  await expect(actOnKey('skip', { ...ONE, wait: 0 }, context)).rejects.toMatchObject({ code: 'no-answer' });
  expect([questions, keys.sent]).toEqual([[], []]);
  await actOnKey('skip', { ...ONE, yes: true, wait: 0 }, quiet()).catch(() => undefined);
  expect(keys.sent).toEqual(['skip']);
});

test('A new effect for one key is asked for, and where nobody can be asked it needs a yes or a number.', async () => {
  keys.put('two-1', at(776));
  const error: unknown = await actOnKey('retry', { ...ONE, newEffect: true }, quiet()).catch(
    (thrown: unknown) => thrown,
  );
  expect(exitCodeOf(error)).toBe(2);
  expect(keys.sent).toEqual([]);
  const printed: string[] = [];
  await actOnKey('retry', { ...ONE, newEffect: true, atMost: 1 }, quiet(printed));
  await actOnKey('retry', ONE, quiet());
  expect(keys.done).toEqual(['retry two-1 t/1/776 anew', 'retry two-1 t/1/776']);
  expect(printed).toEqual([
    expect.stringMatching(/: the record is being retried \(revision 1\)\.$/),
    expect.stringMatching(/^Calls that are done are not made again, unless the handler has changed/),
  ]);
});

test.each(['skip', 'retry'] as const)(
  'I4: The answer to the question of keys %s --all is for the keys and records that were counted.',
  async (verb) => {
    for (const chain of ['a', 'b', 'c']) keys.put(chain, at(1));
    const { context, questions, printed } = terminal(() => {
      keys.put('b', at(2));
      keys.put('d', at(1));
    });
    const { document } = await actOnAllKeys(verb, ALL, context);
    expect(questions).toEqual([expect.stringContaining('3 in all')]);
    expect([...keys.done].sort()).toEqual([`${verb} a t/1/1`, `${verb} c t/1/1`]);
    expect(document).toMatchObject({ matched: 2, done: 2, unseen: 2 });
    expect(printed.join('\n')).toContain('Keys that have come to match since: 2.');
  },
);

test('Keys that are to be paused were shown as keys: their next record makes no difference.', async () => {
  keys.put('a', at(1));
  const { context } = terminal(() => {
    keys.put('a', at(2));
    keys.put('b', at(1));
  });
  await actOnAllKeys('pause', ALL, context);
  expect(keys.done).toEqual(['pause a t/1/2']);
});

test('Whoever says yes beforehand means whatever is found, each at the record that it was found at.', async () => {
  for (const chain of ['a', 'b']) keys.put(chain, at(1));
  const { document } = await actOnAllKeys('skip', { ...ALL, yes: true }, quiet());
  expect(document).toMatchObject({ matched: 2, done: 2 });
  expect(document).not.toHaveProperty('unseen');
});

test('One cause is acted on alone with --exact: a code without an HTTP status, and keys at no destination.', async () => {
  const failed = (failure: Partial<Failure>): Partial<ChainStatus> =>
    at(1, { failure: { code: 'http-status', message: '', ...failure } });
  keys.put('known', failed({ destination: 'api', status: 422 }));
  keys.put('odd', failed({ destination: 'api', status: 777 }));
  keys.put('none', failed({ destination: 'api' }));
  keys.put('elsewhere', failed({ status: 600 }));
  const error = 'http-status';
  const skipped = async (filter: object): Promise<readonly string[]> => {
    keys.done.length = 0;
    await actOnAllKeys('skip', { ...ALL, yes: true, error, ...filter }, quiet());
    return keys.done.map((line) => line.split(' ')[1] ?? '').sort();
  };
  expect(await skipped({})).toEqual(['elsewhere', 'known', 'none', 'odd']);
  expect(await skipped({ destination: 'api', exact: true })).toEqual(['none', 'odd']);
  expect(await skipped({ exact: true })).toEqual(['elsewhere']);
  expect(await skipped({ destination: 'api', exact: true, error: 'http-status:422' })).toEqual(['known']);
});

test('The question about many keys shows them as a dry run does: a table as wide as the screen, without what an API said.', async () => {
  const message = `HTTP 422: ${'{"error":"told to fail"} '.repeat(10)}`;
  const failure: Failure = { code: 'http-status', status: 422, destination: 'api', message };
  for (let index = 0; index < 12; index += 1) keys.put(`key-${index}`, at(index, { failure }));
  const { context, questions } = terminal();
  await actOnAllKeys('skip', { ...ALL, destination: 'api' }, context);
  const [question = ''] = questions;
  const lines = question.split('\n');
  expect(lines[0]).toMatch(/^STATUS {2}KEY +RECORD +WAITING +SINCE +WHY$/);
  expect(lines.slice(-2)).toEqual(['... and 2 more', 'keys skip --all: 12 in all. Go on? [y/N] ']);
  expect(lines.length).toBe(13);
  expect(question).not.toContain('told to fail');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
});

test('A list whose workflows do not answer names a command that can be pasted and says why.', async () => {
  keys.put('two-1', at(776));
  keys.silent = true;
  const printed: string[] = [];
  const options = { ...COMMON, route: 'main', status: 'parked' as const, limit: 50, verbose: false };
  await listKeysCommand(options, quiet(printed));
  expect(printed.at(-1)).toBe(
    'Workflows that did not answer: 1. Is a worker running? `sluice keys show -r main --lane 0` says why.',
  );
});
