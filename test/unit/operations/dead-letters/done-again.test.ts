import type { ResolvedRoute } from '../../../../src/config/route/resolved-route';
import { doneAgain, doneOrDoubtful, tellsNothingOfDone } from '../../../../src/operations/dead-letters/done-again';
import type { StoredLetter } from '../../../../src/operations/dead-letters/stored-letter';

const DONE = { step: 'pay', destination: 'bank', since: 1_000, cause: 'done-before' } as const;
const DOUBT = { step: 'book', destination: 'ledger', since: 1_000, cause: 'timeout' } as const;
const HANDLER = {} as ResolvedRoute;
const DELIVER = { deliver: {} } as ResolvedRoute;

const letter = (of: Partial<StoredLetter>): StoredLetter =>
  ({
    doubts: [],
    done: [],
    revision: 0,
    stream: { id: 's', topic: 't' },
    timestamp: 1_000,
    cause: 'http-status',
    ...of,
  }) as StoredLetter;

test('I12: A letter whose record has done something comes back with another key only if the operator is sure.', () => {
  const done = letter({ done: [DONE] });
  expect(doneAgain(done, 'redrive', HANDLER)).toBeUndefined();
  expect(doneAgain(done, 'edit', HANDLER)).toBe(
    'An edited record would do it again. Step pay at bank was done at 1970-01-01T00:00:01.000Z. With --yes it is sent all the same.',
  );
  expect(doneAgain(done, 'new-effect', HANDLER)).toMatch(/^A new effect would do it again\. Step pay at bank was done/);
  expect(doneAgain(letter({ doubts: [DOUBT] }), 'edit', HANDLER)).toMatch(/if it has happened\. Step book at ledger/);
});

test('I12: What was done before its record was edited has another key by now, and is done again only if the operator is sure.', () => {
  const words = /^The record as it is now would do it again\. Step pay at bank was done/;
  expect(doneAgain(letter({ done: [DONE], revision: 1 }), 'redrive', HANDLER)).toMatch(words);
  expect(doneAgain(letter({ done: [{ ...DONE, revision: 1 }], revision: 1 }), 'redrive', HANDLER)).toBeUndefined();
  expect(doneAgain(letter({ doubts: [DOUBT], revision: 1 }), 'redrive', HANDLER)).toBeUndefined();
});

test('I12: A replayed record whose effects may have happened before comes back with another key only if the operator is sure.', () => {
  const stream = { id: 's', topic: 't', replay: 2 };
  const words = /would do it again if it has happened\. .* \(its record was handled before this replay\)/;
  for (const kind of ['edit', 'new-effect'] as const) {
    expect(doneAgain(letter({ stream }), kind, DELIVER)).toMatch(words);
    expect(doneAgain(letter({ stream: { ...stream, effects: 2 } }), kind, DELIVER)).toBeUndefined();
  }
  expect(doneAgain(letter({ stream }), 'redrive', DELIVER)).toBeUndefined();
});

test('I12: A letter of an older version does not say what a handler had done, so that only the operator can know.', () => {
  const old = letter({ done: undefined });
  expect(doneAgain(old, 'edit', HANDLER)).toMatch(/an older version wrote the letter/);
  expect(doneAgain(old, 'redrive', HANDLER)).toBeUndefined();
  expect(tellsNothingOfDone(old, HANDLER)).toBe(true);
  for (const one of [
    doneAgain(old, 'edit', DELIVER),
    doneAgain(letter({ done: undefined, cause: 'undecodable' }), 'edit', HANDLER),
  ])
    expect(one).toBeUndefined();
  expect(tellsNothingOfDone(letter({}), HANDLER)).toBe(false);
});

test('A step that is done and in doubt is told as done.', () => {
  const timedOut = { ...DONE, cause: 'callback-timeout' } as const;
  expect(doneOrDoubtful({ done: [DONE], doubts: [timedOut, DOUBT] })).toEqual([DONE, DOUBT]);
});
