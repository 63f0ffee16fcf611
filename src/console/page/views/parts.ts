// What several pages have.
import { html, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Action } from '../../wire/actions';
import { count, outside } from '../words/text';

/** What views may ask of the page around them. */
export interface Act {
  /** Shows what the action would do, and lets the operator do it. */
  (action: Action): void;
}

export type Shown = TemplateResult | string;

const headingOf = (heading: string): TemplateResult =>
  heading.startsWith('#')
    ? html`<th scope="col" class="number">${heading.slice(1)}</th>`
    : html`<th scope="col">${heading}</th>`;

/**
 * A row with the name of what it is about: then it stays that row, with the focus and the buttons in it, when a page
 * that is asked for again has other rows above it.
 */
export type NamedRow = readonly [name: string, row: TemplateResult];

const isNamed = (row: TemplateResult | NamedRow): row is NamedRow => Array.isArray(row);

/** A table, whose rows stand below each other where the window is narrow. Headings of numbers begin with `#`. */
export const table = (
  caption: string,
  headings: readonly string[],
  rows: readonly (TemplateResult | NamedRow)[],
  empty = 'None.',
): TemplateResult => html`
  <div class="scroll" role="region" aria-label=${caption} tabindex="0">
    <table class="data">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${headings.map(headingOf)}
        </tr>
      </thead>
      <tbody>
        ${
          rows.length === 0
            ? html`<tr>
                <td colspan=${headings.length} class="empty">${empty}</td>
              </tr>`
            : repeat(
                rows,
                (row, index) => (isNamed(row) ? row[0] : index),
                (row) => (isNamed(row) ? row[1] : row),
              )
        }
      </tbody>
    </table>
  </div>
`;

export const numeric = (shown: Shown): TemplateResult => html`<td class="number">${shown}</td>`;

/** Names with values, as a list of definitions. */
export const facts = (pairs: readonly (readonly [name: string, shown: Shown | undefined])[]): TemplateResult => html`
  <dl class="facts">
    ${pairs
      .filter(([, shown]) => shown !== undefined && shown !== '')
      .map(
        ([name, shown]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${shown}</dd>
          </div>`,
      )}
  </dl>
`;

export const warning = (words: Shown): TemplateResult => html`<p class="warning"><strong>!</strong> ${words}</p>`;

export const select = (
  name: string,
  label: string,
  options: readonly (readonly [value: string, words: string])[],
  chosen: string,
): TemplateResult => html`
  <label
    >${label}
    <select name=${name}>
      ${options.map(([value, words]) => html`<option value=${value} ?selected=${value === chosen}>${words}</option>`)}
    </select>
  </label>
`;

/** What the server may leave out, as a text from outside. */
export const maybe = (text: string | undefined): TemplateResult | undefined =>
  text === undefined ? undefined : outside(text);

export const maybeCount = (number: number | undefined): string | undefined =>
  number === undefined ? undefined : count(number);
