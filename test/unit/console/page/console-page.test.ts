/** @jest-environment jsdom */
import type { ConsolePage } from '../../../../src/console/page/console-page';
import { lettersView } from '../../../../src/console/page/views/letters-view';
import { recordPlace } from '../../../../src/console/page/words/text';
import { lettersOf, sessionOf } from './answers';
import { shown, textOf } from './shown';

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
  expect(view([])).toContain('No dead letter of the route is like that.');
});

test('The partition and offset of a record stay in one piece.', () => {
  expect(shown(recordPlace('a/b/0/488')).querySelector('.whole')?.textContent).toBe('/0/488');
  expect(textOf(shown(recordPlace('a/b/0/488')))).toBe('a/b/0/488');
  expect(textOf(shown(recordPlace('no place')))).toBe('no place');
});
