import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChainStatus } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import { uniqueName } from '../../harness/unique-name';
import type { GatewayShape } from '../fixtures/gateway/gateway.config';
import { chainOf } from '../support/scenarios/chain-of';
import { ok, RawApi, type RawAnswer, type RawCall } from '../support/scenarios/raw-api';
import { runCli } from '../support/gateway/run-cli';
import { withWorld } from '../support/gateway/world';

const NEVER: RawAnswer = { end: 'never' };
/** It says that the connection ends. A client that kept it would send another key's request there, and then again. */
const head = (...lines: readonly string[]): string =>
  ['HTTP/1.1 200 OK', 'Connection: close', ...lines, '', ''].join('\r\n');
const answer = (bytes: string): RawAnswer => ({ bytes, end: 'close' });

/** How the API treats the records of each key: it books the first call and goes wrong afterwards. */
const REACTIONS: Readonly<Record<string, (call: RawCall) => RawAnswer>> = {
  'in-progress': ({ time }) => (time === 1 ? NEVER : time < 4 ? ok(409, '{"error":"in progress"}') : ok()),
  mismatch: ({ time }) => (time === 1 ? NEVER : ok(422, '{"error":"mismatch"}')),
  refused: () => ok(422, '{"error":"no"}'),
  'two-lengths': () => answer(head('Content-Length: 2', 'Transfer-Encoding: chunked') + '2\r\n{}\r\n0\r\n\r\n'),
  'long-head': () => answer(head(`X-Long: ${'x'.repeat(20_000)}`, 'Content-Length: 2') + '{}'),
  'no-http': () => answer('SSH-2.0-OpenSSH_9.6\r\n'),
  'broken-gzip': () => answer(head('Content-Encoding: gzip', 'Content-Length: 10') + 'not-gzip!!'),
  'cut-body': () => answer(head('Content-Type: application/json', 'Content-Length: 100') + '{"text":'),
  replayed: () => ({
    bytes: 'HTTP/1.1 402 No\r\nIdempotent-Replayed: true\r\nContent-Length: 0\r\n\r\n',
    end: 'keep',
  }),
};

interface Outcome {
  readonly calls: number;
  /** Undefined if the record is settled. */
  readonly parked?: { readonly code: string; readonly words: RegExp; readonly doubt?: string };
}

const UNREADABLE: Outcome = {
  calls: 3,
  parked: { code: 'response-unreadable', words: /has probably happened/, doubt: 'response-unreadable' },
};

/** What must become of each key's record. Only a handler reads the body of an answer. */
const outcomes = (kind: GatewayShape['kind']): Readonly<Record<string, Outcome>> => ({
  'in-progress': { calls: 4 },
  mismatch: { calls: 6, parked: { code: 'http-status', words: /HTTP 422.*may have had its effect/, doubt: 'timeout' } },
  refused: { calls: 1, parked: { code: 'http-status', words: /^HTTP 422[^.]*$/ } },
  'two-lengths': UNREADABLE,
  'long-head': UNREADABLE,
  'no-http': UNREADABLE,
  'broken-gzip': kind === 'ask' ? UNREADABLE : { calls: 1 },
  'cut-body': kind === 'ask' ? UNREADABLE : { calls: 1 },
  replayed: { calls: 1, parked: { code: 'http-status', words: /HTTP 402 \(Idempotent-Replayed\)/ } },
});

const expectOutcome = (key: string, { parked }: Outcome, chain: ChainStatus | undefined): void => {
  if (parked === undefined) {
    expect({ key, waiting: chain?.waiting ?? 0 }).toEqual({ key, waiting: 0 });
    return;
  }
  expect(chain).toMatchObject({ chain: key, status: 'parked', failure: { code: parked.code } });
  expect(chain?.failure?.message).toMatch(parked.words);
  expect([key, chain?.doubts?.[0]?.cause]).toEqual([key, parked.doubt]);
  expect([key, chain?.failure?.perhapsDone]).toEqual([key, parked.doubt === undefined ? undefined : true]);
};

/** What is sent under an idempotency key, but for the line that is about the connection. */
const requestsOf = (calls: readonly RawCall[], key: string): ReadonlySet<string> =>
  new Set(
    calls
      .filter(({ body }) => body.includes(`"${key}"`))
      .map(({ head: lines, body }) => lines.replace(/^connection: .*$/im, '') + body),
  );

const RETRY = { initial: '50ms', maximum: '400ms', maxAttempts: 6 } as const;
/** Calls are counted: a busy machine must not take so long over one that it is made again. */
const PATIENCE = '5s';

describe.each([
  { kind: 'deliver', hosting: 'lanes', lanes: 3 },
  { kind: 'ask', hosting: 'a workflow per key', lanes: 0 },
] as const)('with $kind and $hosting', ({ kind, lanes }) => {
  it('I12: an unknown outcome is remembered, and its key carries one request until the effect is settled', async () => {
    const wanted = Object.entries(outcomes(kind));
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1 });
      const api = new RawApi();
      await api.open();
      world.atEnd(() => api.close());
      api.react = (call) => REACTIONS[(JSON.parse(call.body) as { key: string }).key]?.(call) ?? ok();
      const client = await world.client();
      const name = uniqueName();
      const shape = { name, topics: [topic.name], lanes, kind, timeout: PATIENCE, destination: { retry: RETRY } };
      await topic.produce(wanted.map(([key]) => ({ partition: 0, key, value: JSON.stringify({ key, seq: 0 }) })));
      await world.gateway({ shape, apiUrl: api.url });
      const callsOf = (key: string): readonly RawCall[] =>
        api.calls.filter(({ head: lines, body }) => body.includes(`"${key}"`) && !lines.includes('/asked'));
      await eventually(async () => {
        for (const [key, outcome] of wanted) {
          const chain = await chainOf(client, hostWorkflowId(name, 'main', key, lanes), key);
          expect({ key, calls: callsOf(key).length }).toEqual({ key, calls: outcome.calls });
          expectOutcome(key, outcome, chain);
        }
      });
      for (const [key] of wanted) {
        expect([key, requestsOf(callsOf(key), key).size]).toEqual([key, 1]);
        expect([key, new Set(callsOf(key).map(({ idempotencyKey }) => idempotencyKey)).size]).toEqual([key, 1]);
      }
    });
  });
});

it('I12: an effect in doubt is not sent when its key may be forgotten or its request has changed, but as a new effect', async () => {
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 1 });
    const api = new RawApi();
    await api.open();
    world.atEnd(() => api.close());
    const name = uniqueName();
    const destination = { retry: { initial: '300ms', factor: 1, jitter: 0 }, idempotencyWindow: '2s' };
    const lettered = await world.topic({ partitions: 1 });
    const letters = await world.topic({ partitions: 1 });
    const deliver = { to: 'api', path: '/effects' } as const;
    const dead = {
      topics: [lettered.name],
      deliver,
      onTerminal: 'dead-letter',
      deadLetterTopic: letters.name,
    } as const;
    // Its handler pays by a call, and what it defers after that is refused.
    const payments = await world.topic({ partitions: 1 });
    const paidLetters = await world.topic({ partitions: 1 });
    const paid = {
      topics: [payments.name],
      workflow: 'recordEffects',
      onTerminal: 'dead-letter',
      deadLetterTopic: paidLetters.name,
    } as const;
    const more = { routes: { dead, paid } };
    const shape = {
      ...{ name, topics: [topic.name], lanes: 2, timeout: '300ms', destination, more },
      kind: 'deliver',
    } as const;
    const client = await world.client();
    const cli = async (...args: readonly string[]): Promise<string> => {
      const { stdout, stderr } = await runCli(args, { shape, apiUrl: api.url });
      return stdout + stderr;
    };
    const parked = (key: string, code: string): Promise<unknown> =>
      eventually(async () => {
        const chain = await chainOf(client, hostWorkflowId(name, 'main', key, 2), key);
        expect(chain).toMatchObject({ status: 'parked', failure: { code, perhapsDone: true } });
      });
    const keysOf = (key: string): readonly string[] =>
      api.calls.filter(({ body }) => body.includes(`"${key}"`)).map(({ idempotencyKey }) => idempotencyKey);

    const isPayment = ({ body }: RawCall): boolean => body.includes('"payer"');
    const payment = ({ head: lines }: RawCall): RawAnswer => (lines.includes('/calls') ? ok() : ok(422, '{}'));
    // A proxy gives one call up, and nobody knows what the API makes of it.
    const given = ({ body }: RawCall): RawAnswer => (body.includes('"proxied"') ? ok(504) : NEVER);
    api.react = (call) => (isPayment(call) ? payment(call) : given(call));
    const first = await world.gateway({ shape, apiUrl: api.url });
    const recordOf = (key: string) => ({ partition: 0, key, value: JSON.stringify({ key, seq: 0 }) });
    await topic.produce(['old', 'moved', 'proxied', 'left', 'edited'].map(recordOf));
    await lettered.produce([recordOf('letter')]);
    await payments.produce([{ key: 'payer', value: JSON.stringify({ key: 'payer', seq: 0, act: 'call' }) }]);
    await eventually(() => {
      expect(new Set(api.calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(8);
    });
    for (const key of ['old', 'moved', 'proxied', 'left', 'edited']) await parked(key, 'key-forgotten');
    const letterWith = (words: string, route = 'dead'): Promise<string> =>
      eventually(async () => {
        const listed = await cli('dead-letters', 'list', '-v', '-r', route);
        expect(listed).toContain(words);
        return /^\d+\/\d+/m.exec(listed)?.[0] ?? '';
      });
    const letterInDoubt = (): Promise<string> => letterWith('perhaps done: Step deliver at api');
    const letter = await letterInDoubt();
    const paidLetter = await letterWith('done: ask', 'paid');
    const before = api.calls.length;
    expect(await cli('keys', 'show', '-r', 'main', '-k', 'old', '--effects')).toContain('perhaps done all the same');
    expect(await cli('keys', 'skip', '--yes', '-r', 'main', '-k', 'left')).toContain('Warning, perhaps done');
    const mended = JSON.stringify({ key: 'edited', seq: 1 });
    const edit = ['keys', 'edit', '-r', 'main', '-k', 'edited', '--value', mended] as const;
    expect(await cli(...edit)).toMatch(/An edited record would do it again.*with --yes/);
    const redrive = (place: string, route = 'dead') =>
      ['dead-letters', 'redrive', '-r', route, '--letter', place] as const;
    const [file, anew] = [path.join(await world.directory(), 'value.json'), ['--new-effect', '--at-most', '1']];
    await writeFile(file, mended);
    expect(await cli(...redrive(letter), '--edit', file)).toMatch(/An edited record would do it again.*with --yes/);
    expect(await cli(...redrive(letter), ...anew)).toMatch(
      /was not redriven: A new effect would do it again.*with --yes/,
    );
    // What is done would be done again under another key, and is not sent under its own when the API has forgotten it.
    for (const again of [['--edit', file], anew])
      expect(await cli(...redrive(paidLetter, 'paid'), ...again)).toMatch(
        /would do it again\. Step ask at api was done at .*with --yes/i,
      );
    expect(await cli(...redrive(paidLetter, 'paid'))).toMatch(/1 letter redriven.*\nWarning.*done: ask/);
    const paidAgain = await letterWith('key-forgotten', 'paid');
    // As it was, the letter in doubt comes back with what is in doubt, and so is not sent either.
    expect(await cli(...redrive(letter))).toMatch(/1 letter redriven.*\nWarning.*perhaps done/);
    const again = await letterInDoubt();
    expect(again).not.toBe(letter);
    expect(await cli('keys', 'list', '-r', 'main', '-v')).toMatch(
      /perhaps done, key-forgotten at api.*\n.*perhaps done: Step deliver at api may have had its effect/,
    );
    expect(await cli('replay', 'dead', '--at-most', '1000', '--from', 'earliest')).toMatch(
      /1 of these offsets are older than the 2 s for which api remembers idempotency keys.*--yes/,
    );
    expect(await cli('keys', 'retry', '-r', 'main', '-k', 'old')).toContain('Warning, perhaps done');
    await parked('old', 'key-forgotten');
    expect(api.calls).toHaveLength(before);

    // The route sends another request from now on, to an API that remembers keys for ever.
    await first.stop();
    const changed = { ...shape, path: '/elsewhere', destination: { retry: destination.retry } };
    await world.gateway({ shape: changed, apiUrl: api.url });
    for (const key of ['moved', 'proxied']) {
      await cli('keys', 'retry', '-r', 'main', '-k', key);
      await parked(key, 'request-changed');
    }
    expect(api.calls).toHaveLength(before);

    api.react = () => ok();
    expect(await cli(...redrive(paidAgain, 'paid'))).toMatch(/1 letter redriven.*\nWarning.*done: ask/);
    await eventually(() => {
      expect(api.calls.filter(isPayment).map(({ head: lines }) => lines.includes('/calls'))).toEqual(
        expect.arrayContaining([true, false]),
      );
      expect(api.calls.filter(isPayment)).toHaveLength(4);
    });
    expect(new Set(keysOf('payer')).size).toBe(2);
    const bulk = ['keys', 'retry', '-r', 'main', '--all', '--at-most', '1000', '--new-effect'] as const;
    expect(await cli(...bulk)).toContain('with --yes it is sent all the same');
    expect(api.calls).toHaveLength(before + 2);
    expect(await cli(...edit, '--yes')).toContain('revision 1');
    expect(await cli(...bulk, '--yes')).toMatch(/done 3.*\n.*3 may have had their effects before/);
    expect(await cli(...redrive(again), '--new-effect', '--yes')).toMatch(/1 letter redriven.*\nWarning.*perhaps done/);
    await eventually(() => {
      for (const key of ['old', 'moved', 'proxied', 'edited', 'letter']) expect(new Set(keysOf(key)).size).toBe(2);
    });
    for (const key of ['old', 'moved', 'proxied', 'edited', 'letter'])
      expect(keysOf(key).at(-1)).toMatch(/\.0-1\.deliver$/);
    expect(new Set(keysOf('left')).size).toBe(1);
  });
});
