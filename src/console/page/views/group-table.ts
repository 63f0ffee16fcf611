import { html, type TemplateResult } from 'lit-html';
import type { KeysVerb } from '../../wire/actions';
import type { GroupRow, Groups } from '../../wire/overview';
import { linkTo } from '../words/router';
import { ago, badge, count, outside } from '../words/text';
import { numeric, table, warning, type Act } from './parts';

/** What may be done for all keys of a status at once. */
const VERBS: Readonly<Record<string, readonly KeysVerb[]>> = {
  parked: ['retry', 'skip'],
  retrying: ['retry', 'pause'],
  postponed: ['retry', 'pause'],
  paused: ['resume'],
};

const WORDS: Readonly<Record<KeysVerb, string>> = {
  retry: 'Retry all',
  skip: 'Skip all',
  pause: 'Pause all',
  resume: 'Resume all',
};

const row = ({ route, status, destination, cause, keys, since, selectable }: GroupRow, act: Act): TemplateResult => {
  const selected = {
    ...{ route, status },
    ...(destination === undefined ? {} : { destination }),
    ...(cause === undefined ? {} : { cause }),
  };
  return html`<tr data-row>
    <td>
      <a href=${linkTo('keys', selectable ? { ...selected, exact: 'yes' } : { route, status })}>${outside(route)}</a>
    </td>
    <td>${badge(status)}</td>
    <td class="short">${destination === undefined ? '' : outside(destination)}</td>
    <td class="short">${cause === undefined ? '' : outside(cause)}</td>
    ${numeric(count(keys))}
    <td>${ago(since)}</td>
    <td class="buttons">
      ${(selectable ? (VERBS[status] ?? []) : []).map(
        (verb) =>
          html`<button
            type="button"
            @click=${() => {
              act({ verb, keys: { ...selected, exact: true } });
            }}
          >
            ${WORDS[verb]}
          </button>`,
      )}
    </td>
  </tr>`;
};

/** Keys that stand still, by what one mends together. */
export const groupTable = ({ rows, complete }: Groups, act: Act): TemplateResult => html`
  ${table(
    'Keys that do not move',
    ['Route', 'Status', 'Destination', 'Cause', '#Keys', 'Since', 'Actions'],
    rows.map((group) => [JSON.stringify([group.route, group.status, group.destination, group.cause]), row(group, act)]),
    'Every key moves.',
  )}
  ${complete ? '' : warning('There are more: these numbers are lower bounds.')}
`;
