/** @jest-environment jsdom */
import type { ConsolePage } from '../../../../src/console/page/console-page';
import { lettersView } from '../../../../src/console/page/views/letters-view';
import { recordPlace } from '../../../../src/console/page/words/text';
import { recordView } from '../../../../src/console/page/views/record-view';
import { unseenText } from '../../../../src/console/page/words/unseen';
import { lettersOf, recordOf, sessionOf } from './answers';
import { button, shown, textOf } from './shown';

const pageAt = async (
  hash: string,
  answer: () => Promise<unknown>,
): Promise<{ root: HTMLElement; page: ConsolePage }> => {
  globalThis.fetch = answer as typeof fetch;
  window.scrollTo = () => undefined;
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
  location.hash = hash;
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  window.matchMedia = () => ({ matches: false, addEventListener: () => undefined }) as unknown as MediaQueryList;
  // Its chart looks at the window as soon as it is loaded.
  const { ConsolePage: Page } = await import('../../../../src/console/page/console-page');
  const page = new Page(root, sessionOf('main'));
  await page.move();
  return { root, page };
};

test('A page that cannot be shown says why, and no longer that it asks.', async () => {
  for (const hash of ['#/nowhere', '#/letters']) {
    const { root } = await pageAt(hash, () => Promise.reject(new Error('The server is away.')));
    expect(textOf(root.querySelector('main'))).not.toContain('Asking');
    expect(root.querySelector('[role=alert]')).not.toBeNull();
  }
});

test('The dialog of an action closes when the operator goes to another page.', async () => {
  const letters = { ok: true, status: 200, json: () => Promise.resolve(lettersOf('main')) };
  const { root, page } = await pageAt('#/letters', () => Promise.resolve(letters));
  Array.from(root.querySelectorAll('button'))
    .find((one) => textOf(one) === 'Redrive')
    ?.click();
  expect(root.querySelector<HTMLDialogElement>('#action')?.open).toBe(true);
  location.hash = '#/nowhere';
  await page.move();
  expect(root.querySelector<HTMLDialogElement>('#action')?.open).toBe(false);
});

test('A list without dead letters offers nothing to redrive.', () => {
  const view = (letters: ReturnType<typeof lettersOf>['letters']): string =>
    textOf(shown(lettersView({ letters }, sessionOf('main'), { page: 'letters', query: {} }, () => undefined)));
  expect(view(lettersOf('main').letters)).toContain('Redrive all open ones');
  expect(view([])).not.toContain('Redrive all');
  expect(view([])).toContain('No dead letter of the route matches.');
});

test('The partition and offset of a record stay in one piece.', () => {
  expect(shown(recordPlace('a/b/0/488')).querySelector('.whole')?.textContent).toBe('/0/488');
  expect(textOf(shown(recordPlace('a/b/0/488')))).toBe('a/b/0/488');
  expect(textOf(shown(recordPlace('no place')))).toBe('no place');
});

test('An action that would do something else by now is planned again, and says what has changed.', async () => {
  const plan = (words: string) => ({ words, matched: 1, lines: [], warnings: [], confirm: words });
  const answers = [
    [200, lettersOf('main')],
    [200, plan('Redrive 1 letter.')],
    [409, { problem: 'The dead letters have changed since.', changed: true }],
    [200, plan('Redrive 2 letters.')],
  ] as const;
  const sent: unknown[] = [];
  const { root } = await pageAt('#/letters', ((_path: string, init?: RequestInit) => {
    const [status, body] = answers[sent.length] ?? [500, { problem: 'too much was asked' }];
    sent.push(typeof init?.body === 'string' ? JSON.parse(init.body) : undefined);
    return Promise.resolve({ ok: status === 200, status, json: () => Promise.resolve(body) });
  }) as () => Promise<unknown>);
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
  button(root, 'Redrive').click();
  await settled();
  button(root, 'Do it').click();
  await settled();
  const dialog = textOf(root.querySelector('#action'));
  expect(dialog).toContain('The dead letters have changed since. This is what it would do now:');
  expect(dialog).toContain('Redrive 2 letters.');
  button(root, 'Do it').click();
  expect(sent.map((body) => (body as { confirm?: string } | undefined)?.confirm)).toEqual([
    ...[undefined, undefined, 'Redrive 1 letter.', undefined, 'Redrive 2 letters.'],
  ]);
});

test('Beside the box for a new value stands what cannot be seen in it, also what is typed.', () => {
  expect(unseenText('a\tb\n日本 é 👍')).toBeUndefined();
  expect(unseenText('a\u202eb\u200b\u0007')).toBe('a\\u202eb\\u200b\\u0007');
  const answer = recordOf('x');
  const record = { ...answer, record: { ...answer.record, editable: '{"id":"\u202e1"}' } } as typeof answer;
  const root = shown(recordView({ route: 'r', chain: 'a2V5' }, 'key', record, () => undefined));
  const [box, beside] = [root.querySelector('textarea'), root.querySelector<HTMLElement>('.unseen')];
  if (box === null || beside === null) throw new Error('There is no box.');
  expect([box.value, beside.hidden]).toEqual(['{"id":"\u202e1"}', false]);
  expect(beside.querySelector('pre')?.textContent).toBe('{"id":"\\u202e1"}');
  box.value = '{"id":1}';
  box.dispatchEvent(new Event('input'));
  expect(beside.hidden).toBe(true);
  box.value = '{"id":"\u200b1"}';
  box.dispatchEvent(new Event('input'));
  expect([beside.hidden, beside.querySelector('pre')?.textContent]).toEqual([false, '{"id":"\\u200b1"}']);
});
