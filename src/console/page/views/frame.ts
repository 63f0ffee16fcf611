import { html, type TemplateResult } from 'lit-html';
import type { SessionAnswer } from '../../wire/answers';
import { linkTo } from '../words/router';
import { outside } from '../words/text';

export interface Framed {
  readonly page: string;
  readonly session: SessionAnswer;
  readonly body: TemplateResult;
  readonly dialog: TemplateResult | string;
  readonly close: () => void;
}

const PAGES = [
  ['overview', 'Overview'],
  ['keys', 'Keys'],
  ['letters', 'Dead letters'],
  ['agents', 'Agents'],
] as const;

const KEYS = [
  ['/', 'to the key field'],
  ['j k', 'next and previous row'],
  ['Enter', 'open the row'],
  ['r', 'retry'],
  ['s', 'skip'],
  ['g o', 'overview'],
  ['g k', 'keys'],
  ['g l', 'dead letters'],
  ['g a', 'agents'],
  ['Esc', 'close'],
] as const;

/** Under which tab a page stands. */
const tabOf = (page: string): string => (page === 'key' || page === 'record' ? 'keys' : page);

const submitted = (event: Event): void => {
  const form = event.target as HTMLFormElement;
  const page = form.dataset['page'];
  if (page === undefined) return;
  event.preventDefault();
  const fields = Array.from(
    new FormData(form),
    ([name, value]) => [name, typeof value === 'string' ? value : ''] as const,
  );
  location.hash = linkTo(page, Object.fromEntries(fields));
};

const helpDialog = (): TemplateResult => html`
  <dialog id="help" aria-labelledby="help-title">
    <h2 id="help-title">Keys</h2>
    <dl class="facts">
      ${KEYS.map(
        ([key, words]) =>
          html`<div>
            <dt><kbd>${key}</kbd></dt>
            <dd>${words}</dd>
          </div>`,
      )}
    </dl>
    <form method="dialog"><button class="primary">Close</button></form>
  </dialog>
`;

const openHelp = (): void => {
  document.querySelector<HTMLDialogElement>('#help')?.showModal();
};

/** What stands around each page. */
export const frame = ({ page, session, body, dialog, close }: Framed): TemplateResult => html`
  <a
    class="skip"
    href="#main"
    @click=${(event: Event) => {
      event.preventDefault();
      document.querySelector('main')?.focus();
    }}
    >To the content</a
  >
  <header>
    <p class="brand">Sluice <span>${outside(session.gateway)}</span></p>
    <nav aria-label="Pages">
      ${PAGES.map(
        ([name, words]) =>
          html`<a href=${linkTo(name)} aria-current=${tabOf(page) === name ? 'page' : 'false'}>${words}</a>`,
      )}
    </nav>
    <p class="by">
      <span>${outside(session.by)}</span>
      <button type="button" class="quiet" aria-label="Keys of the keyboard" @click=${openHelp}>?</button>
    </p>
  </header>
  <main id="main" tabindex="-1" @submit=${submitted}>${body}</main>
  <dialog
    id="action"
    aria-labelledby="action-title"
    @cancel=${(event: Event) => {
      event.preventDefault();
      close();
    }}
  >
    ${dialog}
  </dialog>
  ${helpDialog()}
`;
