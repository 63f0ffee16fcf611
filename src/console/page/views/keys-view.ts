import { html, type TemplateResult } from 'lit-html';
import type { SessionAnswer } from '../../wire/answers';
import type { KeyRow, KeysAnswer } from '../../wire/keys';
import { linkTo, type Place } from '../words/router';
import { ago, badge, count, outside, recordPlace } from '../words/text';
import { groupTable } from './group-table';
import { numeric, select, table, warning, type Act } from './parts';

const STATUSES = [
  ['parked', 'are parked'],
  ['retrying', 'are retrying'],
  ['postponed', 'are postponed'],
  ['paused', 'are paused'],
  ['held', 'are held'],
  ['all', 'are known'],
] as const;

const row = (key: KeyRow): TemplateResult => {
  const { address, name, status, beneath, since, waiting, record, cause, destination, attempts } = key;
  const shown = outside(name);
  return html`<tr data-row>
    <td>${address === undefined ? shown : html`<a href=${linkTo('key', { ...address })}>${shown}</a>`}</td>
    <td>${badge(status)}${beneath === undefined ? '' : html` <small>(${beneath})</small>`}</td>
    <td class="short">${cause === undefined ? '' : outside(cause)}</td>
    <td class="short">${destination === undefined ? '' : outside(destination)}</td>
    <td>${ago(since)}</td>
    ${numeric(count(attempts))} ${numeric(count(waiting))}
    <td>${record === undefined ? '' : recordPlace(record)}</td>
    <td>${key.perhapsDone === true ? html`<span class="badge wait">perhaps done</span>` : ''}</td>
  </tr>`;
};

const filters = ({ routes, destinations }: SessionAnswer, { query }: Place): TemplateResult => html`
  <form class="filters" data-page="keys">
    ${select(
      'route',
      'Route',
      routes.map((name) => [name, name] as const),
      query['route'] ?? '',
    )}
    ${select('status', 'Keys that', STATUSES, query['status'] ?? 'parked')}
    ${select(
      'destination',
      'At',
      [['', 'any destination'] as const, ...destinations.map((name) => [name, name] as const)],
      query['destination'] ?? '',
    )}
    <label>Cause <input name="cause" value=${query['cause'] ?? ''} placeholder="http-status:422" /></label>
    <button type="submit">Show</button>
  </form>
`;

export const keyField = (routes: readonly string[], { query }: Place): TemplateResult => html`
  <form class="filters" data-page="key">
    ${select(
      'route',
      'Route',
      routes.map((name) => [name, name] as const),
      query['route'] ?? '',
    )}
    <label>Key <input name="key" id="key-field" autocomplete="off" spellcheck="false" required /></label>
    <button type="submit">Open</button>
  </form>
`;

export const keysView = (answer: KeysAnswer, session: SessionAnswer, place: Place, act: Act): TemplateResult => html`
  <h1>Keys</h1>
  ${keyField(session.routes, place)}
  <section>${groupTable(answer.groups, act)}</section>
  ${filters(session, place)}
  <section>
    ${table(
      'Keys',
      ['Key', 'Status', 'Cause', 'Destination', 'Since', '#Failed attempts', '#Waiting', 'Record', ''],
      answer.keys.map((key, index) => [key.address?.chain ?? String(index), row(key)]),
      'No key of the route is so.',
    )}
    ${
      answer.unanswered > 0
        ? warning(`${count(answer.unanswered)} workflows did not answer. Is a worker of the gateway running?`)
        : ''
    }
    ${
      answer.page === undefined
        ? ''
        : html`<p><a class="button" href=${linkTo('keys', { ...place.query, page: answer.page })}>More keys</a></p>`
    }
  </section>
`;
