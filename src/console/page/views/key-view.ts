import { html, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { KeyAnswer, EffectRow } from '../../wire/keys';
import type { Action, KeysVerb } from '../../wire/actions';
import { linkTo } from '../words/router';
import { ago, badge, count, outside, recordPlace } from '../words/text';
import { facts, maybe, maybeCount, numeric, table, warning, type Act } from './parts';

const effectRow = (effect: EffectRow): TemplateResult => html`
  <tr data-row>
    <td>${ago(effect.time)}</td>
    <td>${recordPlace(effect.record)}</td>
    <td class="short">${outside(effect.step)}</td>
    <td class="short">${outside(effect.destination)}</td>
    <td>
      ${outside(effect.result)} ${effect.perhapsDone === true ? html`<span class="badge wait">perhaps done</span>` : ''}
    </td>
    ${numeric(count(effect.attempts))}
    <td><code>${outside(effect.idempotencyKey)}</code></td>
  </tr>
`;

/** What has an effect on a key that is so. */
const verbsOf = ({ key: { status } }: KeyAnswer): readonly KeysVerb[] => {
  if (status === 'paused') return ['retry', 'skip', 'resume'];
  if (['parked', 'retrying', 'postponed', 'waiting'].includes(status)) return ['retry', 'skip', 'pause'];
  return status === 'held' || status === 'retired' ? [] : ['pause'];
};

const WORDS: Readonly<Record<KeysVerb, string>> = { retry: 'Retry', skip: 'Skip', pause: 'Pause', resume: 'Resume' };

export const keyAction = ({ address: key, offset }: KeyAnswer, verb: KeysVerb, newEffect = false): Action => ({
  verb,
  key,
  ...(offset === undefined || verb === 'pause' || verb === 'resume' ? {} : { offset }),
  ...(newEffect ? { newEffect } : {}),
});

const buttons = (answer: KeyAnswer, act: Act): TemplateResult => html`
  <p class="buttons">
    ${repeat(
      verbsOf(answer),
      // Whoever has paused a key by a button has the one that resumes it there, and never another one.
      (verb) => (verb === 'resume' ? 'pause' : verb),
      (verb) =>
        html`<button
          type="button"
          data-verb=${verb}
          @click=${() => {
            act(keyAction(answer, verb));
          }}
        >
          ${WORDS[verb]}
        </button>`,
    )}
    ${
      answer.key.status === 'parked'
        ? html`<button
            type="button"
            @click=${() => {
              act(keyAction(answer, 'retry', true));
            }}
          >
            Retry as a new effect
          </button>`
        : ''
    }
    <a class="button" href=${linkTo('record', { ...answer.address })}>Show its record (holds data)</a>
  </p>
`;

const workflowOf = ({ workflow: { id, link, status, started } }: KeyAnswer): TemplateResult => {
  const name = outside(id);
  const linked =
    link === undefined ? name : html`<a href=${link} target="_blank" rel="noreferrer noopener">${name}</a>`;
  return html`${linked} ${badge(status.toLowerCase())}, started ${ago(started)}`;
};

const shownFacts = (answer: KeyAnswer): TemplateResult => {
  const { key, callback } = answer;
  return facts([
    ['Status', html`${badge(key.status)}${key.beneath === undefined ? '' : ` (${key.beneath})`} ${ago(key.since)}`],
    ['Cause', maybe(key.cause)],
    ['Code of the handler', maybe(answer.reason)],
    ['Thrown at', maybe(answer.thrownAt)],
    ['Destination', maybe(key.destination)],
    ['Step', maybe(key.step)],
    ['Record', key.record === undefined ? undefined : recordPlace(key.record)],
    ['Revision', maybeCount(answer.revision)],
    ['Failed attempts', maybeCount(key.attempts)],
    ['Next attempt', ago(key.nextAttempt)],
    ['Waits for a callback', callback && html`${outside(callback.step)}, ends ${ago(callback.until)}`],
    ['Waiting records', maybeCount(key.waiting)],
    ['Held records', maybeCount(answer.held)],
    ['Retired', ago(answer.retiredSince)],
    ['Workflow', workflowOf(answer)],
    ['Counters', answer.counters.map(([name, number]) => `${name} ${count(number)}`).join(', ')],
  ]);
};

export const keyView = (answer: KeyAnswer, act: Act): TemplateResult => html`
  <p><a href=${linkTo('keys', { route: answer.address.route })}>Keys of ${outside(answer.address.route)}</a></p>
  <h1>Key ${outside(answer.key.name)}</h1>
  ${answer.answered ? '' : warning('Its workflow does not answer. Is a worker of the gateway running?')}
  ${answer.key.status === 'held' ? warning('Its workflow was closed: the command line continues it (keys restart).') : ''}
  ${answer.doubts.map((words) => warning(html`<span class="badge wait">perhaps done</span> ${outside(words)}`))}
  ${buttons(answer, act)} ${shownFacts(answer)}
  <section>
    ${table(
      'Its last effects',
      ['When', 'Record', 'Step', 'Destination', 'Result', '#Attempts', 'Idempotency key'],
      (answer.effects ?? []).map(effectRow),
      answer.effects === undefined ? 'No worker answered.' : 'None is remembered.',
    )}
  </section>
`;
