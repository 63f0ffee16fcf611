/** @jest-environment jsdom */
import { html, type TemplateResult } from 'lit-html';
import fc from 'fast-check';
import { actionDialog } from '../../../../src/console/page/views/action-dialog';
import { agentsView } from '../../../../src/console/page/views/agents-view';
import { frame } from '../../../../src/console/page/views/frame';
import { keyView } from '../../../../src/console/page/views/key-view';
import { keysView } from '../../../../src/console/page/views/keys-view';
import { lagTable } from '../../../../src/console/page/views/lag-table';
import { lettersView } from '../../../../src/console/page/views/letters-view';
import { overviewView } from '../../../../src/console/page/views/overview-view';
import { recordView } from '../../../../src/console/page/views/record-view';
import { replayOf, replayView } from '../../../../src/console/page/views/replay-view';
import type { Action } from '../../../../src/console/wire/actions';
import { agentsOf, keyOf, keysOf, lettersOf, overviewOf, recordOf, sessionOf } from './answers';
import { button, shown, textOf } from './shown';
import { anyText } from '../../../support/any-text';

const nothing = (): void => undefined;
const retry: Action = { verb: 'retry', keys: {} };
const handlers = { confirm: nothing, close: nothing };

/** Every page, made of answers whose texts are all this one. */
const VIEWS: Readonly<Record<string, (text: string) => TemplateResult | string>> = {
  overview: (text) =>
    overviewView(overviewOf(text), nothing, lagTable({ everyMs: 1, times: [0], lags: { [text]: [5] } })),
  keys: (text) => keysView(keysOf(text), sessionOf(text), { page: 'keys', query: { cause: text } }, nothing),
  key: (text) => keyView(keyOf(text), nothing),
  record: (text) => recordView({ route: text, chain: 'a2V5' }, text, recordOf(text), nothing),
  letters: (text) =>
    lettersView(lettersOf(text), sessionOf(text), { page: 'letters', query: { route: text } }, nothing),
  agents: (text) => agentsView(agentsOf(text)),
  replay: (text) => replayView(text, nothing),
  plan: (text) =>
    actionDialog(
      { action: retry, busy: false, plan: { words: text, matched: 1, lines: [text], warnings: [text], confirm: 'c' } },
      handlers,
    ),
  outcome: (text) =>
    actionDialog({ action: retry, busy: false, outcome: { words: text, lines: [text], ok: false } }, handlers),
  problem: (text) => actionDialog({ action: retry, busy: false, problem: text }, handlers),
  frame: (text) => frame({ page: 'keys', session: sessionOf(text), body: html`${text}`, dialog: text, close: nothing }),
};

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "' onmouseover='alert(1)",
  'javascript:alert(1)',
  '\u202eevil\u202c',
  '\u001b[31mred',
  '__proto__',
  'constructor',
  '${alert(1)}{{1+1}}',
  'x'.repeat(10_000),
];

/** Hidden or not, what tells of characters that cannot be seen is there. */
const shapeOf = (root: Element): readonly string[] =>
  Array.from(root.querySelectorAll('*'), (one) => {
    const names = one.getAttributeNames().filter((name) => name !== 'hidden');
    return `${one.tagName} ${names.sort().join(' ')}`;
  });

test.each(Object.keys(VIEWS))(
  'On the page %s a hostile text is text: it makes no element, attribute or address.',
  (name) => {
    const view = VIEWS[name] ?? (() => '');
    const plain = shapeOf(shown(view('plain')));
    for (const text of HOSTILE) {
      const root = shown(view(text));
      expect(shapeOf(root)).toEqual(plain);
      for (const link of root.querySelectorAll('a')) {
        expect(link.getAttribute('href')).toMatch(/^(?:#|http:\/\/127\.0\.0\.1:8233\/)/);
      }
      if (name !== 'replay') expect(textOf(root)).toContain(text.slice(0, 4).trim());
    }
    expect(Object.prototype).not.toHaveProperty('polluted');
  },
);

test.each(Object.keys(VIEWS))('On the page %s any text is text.', (name) => {
  const view = VIEWS[name] ?? (() => '');
  const plain = shapeOf(shown(view('plain')));
  fc.assert(
    fc.property(anyText({ minLength: 1, maxLength: 40 }), (text) => {
      expect(shapeOf(shown(view(text)))).toEqual(plain);
    }),
    { numRuns: 10 },
  );
});

test.each(Object.keys(VIEWS).filter((name) => name !== 'record'))(
  'No page but that of a record has a value: %s.',
  (name) => {
    expect(Object.keys(recordOf('')).sort()).toEqual(['failure', 'record', 'state']);
    expect(shown((VIEWS[name] ?? (() => ''))('plain')).querySelector('pre, textarea')).toBeNull();
  },
);

test('The page of a record says that it holds data.', () => {
  expect(textOf(shown(VIEWS['record']?.('x') ?? ''))).toContain('Holds data.');
});

test('What a text turns around stays within itself: each stands in a direction of its own.', () => {
  for (const view of Object.values(VIEWS)) {
    const walker = document.createTreeWalker(shown(view('TURNED')), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (!(node.textContent ?? '').includes('TURNED')) continue;
      const within = node.parentElement?.closest(
        'bdi, pre[dir=auto], option, caption, textarea, th, main, dialog, div',
      );
      expect(within).not.toBeNull();
    }
  }
});

test('Every table has a caption, every field a label, and every button its words.', () => {
  for (const view of Object.values(VIEWS)) {
    const root = shown(view('plain'));
    for (const one of root.querySelectorAll('table')) expect(textOf(one.querySelector('caption'))).not.toBe('');
    for (const one of root.querySelectorAll('input, select, textarea')) expect(one.closest('label')).not.toBeNull();
    for (const one of root.querySelectorAll('button')) {
      expect(textOf(one) + (one.getAttribute('aria-label') ?? '')).not.toBe('');
    }
    for (const one of root.querySelectorAll('[role=region]')) expect(one.getAttribute('tabindex')).toBe('0');
  }
});

test('The overview says in one sentence whether anybody is needed.', () => {
  const all = overviewOf('bank');
  const quiet = { ...all, agents: all.agents.map((row) => ({ ...row, closed: 0 })) };
  const still = { parked: 0, held: 0, retrying: 0, postponed: 0, paused: 0, failing: 0, closed: 0 };
  const routes = quiet.routes.map((row) => ({ ...row, ...still }));
  const headline = (view: TemplateResult): string => textOf(shown(view).querySelector('.headline'));
  const none = html``;
  const running = routes.map((row) => ({ ...row, real: 'running' }));
  const well = shown(overviewView({ ...quiet, routes: running, problems: [] }, nothing, none));
  expect(textOf(well.querySelector('.headline.good'))).toBe('No key needs you.');
  const failed = shown(overviewView({ ...quiet, routes, problems: [] }, nothing, none));
  expect(textOf(failed.querySelector('.headline.bad'))).toBe('No key needs you; 1 route does not run.');
  expect(headline(overviewView(quiet, nothing, none))).toBe(
    '3 keys need you; 1 key waits for a destination; 1 key paused; 1 route does not run; 1 workflow cannot run.',
  );
  const closed = running.map((row) => ({ ...row, closed: 1, failing: 2 }));
  const hidden = shown(overviewView({ ...quiet, routes: closed, problems: [] }, nothing, none));
  expect(textOf(hidden.querySelector('.headline.bad'))).toBe(
    'No key needs you; 1 workflow was closed; 2 workflows cannot run.',
  );
  expect(headline(overviewView({ ...quiet, routes: running, workers: 0 }, nothing, none))).toBe(
    'No key needs you; no worker runs.',
  );
});

test('The buttons of a group act on the keys of that group.', () => {
  const acted: Action[] = [];
  const root = shown(overviewView(overviewOf('a'), (action) => acted.push(action), html``));
  button(root, 'Retry all').click();
  button(root, 'Pause').click();
  expect(acted).toEqual([
    { verb: 'retry', keys: { route: 'a', status: 'parked', destination: 'a', cause: 'a', exact: true } },
    { verb: 'pause-route', route: 'a' },
  ]);
});

test('The buttons of a key name the record that was seen.', () => {
  const acted: Action[] = [];
  const root = shown(keyView(keyOf('a'), (action) => acted.push(action)));
  for (const words of ['Retry', 'Skip', 'Pause', 'Retry as a new effect']) button(root, words).click();
  const key = { route: 'a', chain: 'a2V5' };
  expect(acted).toEqual([
    { verb: 'retry', key, offset: '17' },
    { verb: 'skip', key, offset: '17' },
    { verb: 'pause', key },
    { verb: 'retry', key, offset: '17', newEffect: true },
  ]);
});

test('An edit sends the value as it stands in its field, and a tombstone none.', () => {
  const acted: Action[] = [];
  const key = { route: 'a', chain: 'a2V5' };
  const root = shown(recordView(key, 'a', recordOf('{"a":1}'), (action) => acted.push(action)));
  const field = root.querySelector('textarea');
  expect(field?.value).toBe('{"a":1}');
  if (field !== null) field.value = '{"a":"<b>"}';
  root.querySelector('form')?.requestSubmit();
  button(root, 'Make it a tombstone').click();
  expect(acted).toEqual([
    { verb: 'edit', key, offset: '17', value: '{"a":"<b>"}' },
    { verb: 'edit', key, offset: '17', value: null },
  ]);
});

test('A dialog has nothing that does it before there is a plan, and where there is nothing to do.', () => {
  const confirmed: boolean[] = [];
  const noting = { confirm: (sure: boolean) => confirmed.push(sure), close: nothing };
  const plan = { words: 'Retry 3 keys.', matched: 3, lines: [], warnings: [], confirm: 'c' };
  expect(shown(actionDialog({ action: retry, busy: true }, noting)).querySelector('button')).toBeNull();
  const empty = { words: 'Retry 0 keys.', matched: 0, lines: [], warnings: [] };
  expect(textOf(shown(actionDialog({ action: retry, busy: false, plan: empty }, noting)))).not.toContain('Do it');
  const root = shown(actionDialog({ action: retry, busy: false, plan: { ...plan, asksSure: true } }, noting));
  const sure = root.querySelector<HTMLInputElement>('input[name=sure]');
  root.querySelector('form')?.requestSubmit();
  expect(confirmed).toEqual([]);
  if (sure !== null) sure.checked = true;
  root.querySelector('form')?.requestSubmit();
  expect(confirmed).toEqual([true]);
});

test.each([
  [{ begin: 'earliest' }, { from: { earliest: true }, newEffects: false }],
  [
    { begin: 'offset', at: ' 17 ', topic: 't', partition: '3' },
    { from: { offset: '17' }, topic: 't', partition: 3 },
  ],
  [
    { begin: 'time', at: '1970-01-01T00:00:01Z', newEffects: 'on' },
    { from: { timeMs: 1_000 }, newEffects: true },
  ],
  [{ begin: 'offset', at: '' }, undefined],
  [{ begin: 'offset', at: '1; drop' }, undefined],
  [{ begin: 'time', at: 'yesterday' }, undefined],
  // Browsers take these for a year, and for a time in a zone of their own.
  [{ begin: 'time', at: '1' }, undefined],
  [{ begin: 'time', at: '2026-11-30 08:00' }, undefined],
])('A replay of %j is %j.', (fields, expected) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const found = replayOf('a', form);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject({ verb: 'replay', route: 'a', ...expected });
});
