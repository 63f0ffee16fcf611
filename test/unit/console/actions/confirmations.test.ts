import fc from 'fast-check';
import { readActionRequest } from '../../../../src/console/actions/action-schema';
import { Confirmations } from '../../../../src/console/actions/confirmations';
import type { Action } from '../../../../src/console/wire/actions';
import { GatewayError } from '../../../../src/errors';
import { consoleFixture, SHOWN, type ConsoleFixture } from '../console-fixture';

const retry = { verb: 'retry', keys: { route: 'transfers', status: 'parked', cause: 'http-status:422' } };

const send = async ({ request, own }: ConsoleFixture, body: object): Promise<readonly [number, unknown]> => {
  const response = await request('/api/actions', { method: 'POST', headers: own, body: JSON.stringify(body) });
  return [response.status, await response.json()];
};

const planned = async (fixture: ConsoleFixture, action: object): Promise<string> =>
  ((await send(fixture, { action }))[1] as { confirm: string }).confirm;

test('An action is first planned and changes nothing, and is carried out with what the plan gave.', async () => {
  const fixture = consoleFixture();
  const confirm = await planned(fixture, retry);
  expect(fixture.carriedOut).toEqual([]);
  expect(await send(fixture, { action: retry, confirm, sure: true })).toEqual([
    200,
    { words: 'Done.', lines: [], ok: true },
  ]);
  expect(fixture.carriedOut).toEqual([
    [
      { action: retry, confirm, sure: true },
      { matched: 3, shown: SHOWN },
    ],
  ]);
});

test('Fields in another order are the same action.', async () => {
  const fixture = consoleFixture();
  const confirm = await planned(fixture, retry);
  const turned = { keys: { cause: 'http-status:422', status: 'parked', route: 'transfers' }, verb: 'retry' };
  expect((await send(fixture, { confirm, action: turned }))[0]).toBe(200);
});

test.each([
  ['another selection', { ...retry, keys: { route: 'transfers' } }],
  ['another verb', { ...retry, verb: 'skip' }],
  ['new effects', { ...retry, newEffect: true }],
])('What confirms an action does not confirm %s.', async (_name, other) => {
  const fixture = consoleFixture();
  const confirm = await planned(fixture, retry);
  const [status, answer] = await send(fixture, { action: other, confirm });
  expect([status, answer]).toEqual([
    409,
    { problem: expect.stringContaining('Nothing was done') as unknown, changed: true },
  ]);
  expect(fixture.carriedOut).toEqual([]);
});

test('Nothing is carried out without a plan that has something to do.', async () => {
  const fixture = consoleFixture({
    plan: () => Promise.resolve({ words: 'Retry 0 keys.', matched: 0, lines: [], warnings: [] }),
  });
  expect(await planned(fixture, retry)).toBeUndefined();
});

const action = fc.constant(retry as Action);

test('A confirmation holds for five minutes, for its action and its number, and no other text confirms anything.', () => {
  let now = 1_000_000;
  const confirmations = new Confirmations(() => now);
  const given = confirmations.give(retry as Action, 7);
  expect(confirmations.agreed(retry as Action, given)).toEqual({ matched: 7 });
  fc.assert(
    fc.property(
      action,
      fc.oneof(
        fc.string(),
        fc.tuple(fc.nat(), fc.nat()).map(([at, by]) => flipped(given, at, by)),
      ),
      (one, text) => {
        expect(confirmations.agreed(one, text)?.matched).toBe(text === given ? 7 : undefined);
      },
    ),
  );
  expect(new Confirmations(() => now).agreed(retry as Action, given)).toBeUndefined();
  now += 5 * 60_000 + 1;
  expect(confirmations.agreed(retry as Action, given)).toBeUndefined();
});

test('A confirmation brings back the keys that its plan has shown, as long as it is among the latest plans.', () => {
  const confirmations = new Confirmations(() => 1_000_000);
  const shown = Array.from({ length: 17 }, (_, at) => new Set([`key-${at}`]));
  const given = shown.map((keys) => confirmations.give(retry as Action, 1, keys));
  expect(new Set(given).size).toBe(17);
  const agreed = given.map((text) => confirmations.agreed(retry as Action, text));
  expect(agreed).toEqual([undefined, ...shown.slice(1).map((keys) => ({ matched: 1, shown: keys }))]);
});

const flipped = (text: string, at: number, by: number): string => {
  const index = at % text.length;
  const other = '0123456789abcdefABCDEF.-'[by % 24] ?? 'A';
  return text.slice(0, index) + other + text.slice(index + 1);
};

test('Whatever is sent, reading it as an action neither fails nor lets an unknown field in.', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(readActionRequest(value)).toBeUndefined();
    }),
  );
});

test('The log says who did what to which key, and never the value that an operator has written.', async () => {
  const fixture = consoleFixture();
  const chain = Buffer.from('%1B%5B31m-1').toString('base64url');
  const edit = { verb: 'edit', key: { route: 'transfers', chain }, offset: '7', value: '{"canary":1}' };
  await send(fixture, { action: edit, confirm: await planned(fixture, edit) });
  expect(fixture.lines).toEqual([
    {
      level: 'info',
      message: 'operator: done in the console',
      fields: {
        by: 'ada@host',
        verb: 'edit',
        route: 'transfers',
        key: '~%1B%5B31m-1',
        offset: '7',
        ok: true,
        outcome: 'Done.',
      },
    },
  ]);
});

test('The log names a key as -k takes it, and not as workflow ids have it.', async () => {
  const fixture = consoleFixture();
  const chain = Buffer.from('%E6%97%A5%2F1').toString('base64url');
  const skip = { verb: 'skip', key: { route: 'transfers', chain }, offset: '7' };
  await send(fixture, { action: skip, confirm: await planned(fixture, skip) });
  expect(fixture.lines[0]?.fields['key']).toBe('日/1');
});

test('What was refused is logged without its words, since they may quote a value.', async () => {
  const fixture = consoleFixture({
    carryOut: () => Promise.reject(new GatewayError('refused', 'The value is not JSON: canary')),
  });
  const pause = { verb: 'pause-route', route: 'transfers' };
  const confirm = await planned(fixture, pause);
  expect((await send(fixture, { action: pause, confirm }))[0]).toBe(409);
  expect(fixture.lines).toMatchObject([
    { level: 'warn', fields: { by: 'ada@host', verb: 'pause-route', route: 'transfers', ok: false, code: 'refused' } },
  ]);
  expect(JSON.stringify(fixture.lines)).not.toContain('canary');
});
