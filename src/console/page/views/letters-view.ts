import { html, type TemplateResult } from 'lit-html';
import type { SessionAnswer } from '../../wire/answers';
import type { LetterRow, LettersAnswer } from '../../wire/letters';
import { linkTo, type Place } from '../words/router';
import { ago, badge, count, outside, recordPlace } from '../words/text';
import { numeric, select, table, type Act } from './parts';

const STATES = ['open', 'redriven', 'dismissed', 'all'] as const;

const row = (route: string, letter: LetterRow, act: Act): TemplateResult => html`
  <tr data-row>
    <td>${letter.letter}</td>
    <td>${badge(letter.state)}</td>
    <td><a href=${linkTo('key', { ...letter.address })}>${outside(letter.name)}</a></td>
    <td class="short">${outside(letter.cause)}</td>
    <td class="short">${letter.destination === undefined ? '' : outside(letter.destination)}</td>
    <td>${ago(letter.time)}</td>
    ${numeric(count(letter.attempts))} ${numeric(count(letter.redrives))}
    <td>${recordPlace(letter.record)}</td>
    <td>${letter.doubts.map((words) => html`<span class="badge wait" title=${words}>perhaps done</span> `)}</td>
    <td class="buttons">
      ${
        letter.state === 'open'
          ? html`<button
              type="button"
              @click=${() => {
                act({ verb: 'redrive', route, letters: { letter: letter.letter } });
              }}
            >
              Redrive
            </button>`
          : ''
      }
    </td>
  </tr>
`;

const filters = ({ routes, destinations }: SessionAnswer, { query }: Place): TemplateResult => html`
  <form class="filters" data-page="letters">
    ${select(
      'route',
      'Route',
      routes.map((name) => [name, name] as const),
      query['route'] ?? '',
    )}
    ${select(
      'state',
      'Letters that are',
      STATES.map((state) => [state, state] as const),
      query['state'] ?? 'open',
    )}
    ${select(
      'destination',
      'At',
      [['', 'any destination'] as const, ...destinations.map((name) => [name, name] as const)],
      query['destination'] ?? '',
    )}
    <label>Cause <input name="cause" value=${query['cause'] ?? ''} placeholder="http-status" /></label>
    <button type="submit">Show</button>
  </form>
`;

export const lettersView = (answer: LettersAnswer, session: SessionAnswer, place: Place, act: Act): TemplateResult => {
  const { route = session.routes[0] ?? '', cause, destination } = place.query;
  const letters = { ...(cause === undefined ? {} : { cause }), ...(destination === undefined ? {} : { destination }) };
  return html`
    <h1>Dead letters</h1>
    ${filters(session, place)}
    <section>
      ${table(
        `Dead letters of ${route}`,
        [
          'Letter',
          'State',
          'Key',
          'Cause',
          'Destination',
          'Written',
          '#Attempts',
          '#Redriven',
          'Record',
          '',
          'Actions',
        ],
        answer.letters.map((letter) => [letter.letter, row(route, letter, act)]),
        answer.note ?? 'No dead letter of the route matches.',
      )}
      ${
        answer.page === undefined
          ? ''
          : html`<p>
              <a class="button" href=${linkTo('letters', { ...place.query, page: answer.page })}>More letters</a>
            </p>`
      }
      ${
        answer.page === undefined && !answer.letters.some(({ state }) => state === 'open')
          ? ''
          : html`<p class="buttons">
              <button
                type="button"
                @click=${() => {
                  act({ verb: 'redrive', route, letters });
                }}
              >
                Redrive all open ones of this list…
              </button>
            </p>`
      }
    </section>
  `;
};
