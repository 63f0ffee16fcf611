import { html, type TemplateResult } from 'lit-html';
import type { Action } from '../../wire/actions';
import { outside } from '../words/text';
import { linkTo } from '../words/router';
import { type Act } from './parts';

type Replay = Extract<Action, { readonly verb: 'replay' }>;

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** With its zone, as commands want it: a browser would guess one, and take a bare `1` for a year. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Undefined if it lacks the offset or the time that it names. */
const startOf = (begin: string, at: string): Replay['from'] | undefined => {
  if (begin === 'offset') return /^\d{1,19}$/.test(at) ? { offset: at } : undefined;
  if (begin !== 'time') return { earliest: true };
  const timeMs = TIME.test(at) ? Date.parse(at) : NaN;
  return Number.isNaN(timeMs) ? undefined : { timeMs };
};

/** What the form asks for; undefined if it asks for nothing that can be. */
export const replayOf = (route: string, form: FormData): Replay | undefined => {
  const [begin = '', at = '', topic = '', partition = ''] = FIELDS.map((name) => textOf(form, name));
  const from = startOf(begin, at);
  if (from === undefined) return undefined;
  return {
    ...{ verb: 'replay', route, from },
    ...(topic === '' ? {} : { topic }),
    ...(partition === '' ? {} : { partition: Number(partition) }),
    newEffects: form.get('newEffects') === 'on',
  };
};

const FIELDS = ['begin', 'at', 'topic', 'partition'] as const;

export const replayView = (route: string, act: Act): TemplateResult => {
  const submitted = (event: Event): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const action = replayOf(route, new FormData(form));
    const at = form.elements.namedItem('at') as HTMLInputElement;
    at.setCustomValidity(
      action === undefined ? 'Expected an offset, or a time with its zone, such as 2026-11-29T12:00:00Z.' : '',
    );
    if (action === undefined) form.reportValidity();
    else act(action);
  };
  const changed = (event: Event): void => {
    (event.currentTarget as HTMLInputElement).setCustomValidity('');
  };
  return html`
    <p><a href=${linkTo('overview')}>Overview</a></p>
    <h1>Replay records of ${outside(route)}</h1>
    <p class="note">
      Records that the route has read are handled again, up to where its group has committed. First comes a plan.
    </p>
    <form class="edit" @submit=${submitted}>
      <label
        >From
        <select name="begin">
          <option value="time">a time</option>
          <option value="offset">an offset of one partition</option>
          <option value="earliest">the oldest record</option>
        </select>
      </label>
      <label
        >Time or offset <input name="at" autocomplete="off" @input=${changed} placeholder="2026-11-29T12:00:00Z"
      /></label>
      <label>Topic (all if empty) <input name="topic" autocomplete="off" /></label>
      <label
        >Partition (all if empty) <input name="partition" inputmode="numeric" pattern="[0-9]*" autocomplete="off"
      /></label>
      <label class="check"
        ><input type="checkbox" name="newEffects" /> Repeat effects, under new idempotency keys</label
      >
      <p class="buttons"><button type="submit">Plan the replay</button></p>
    </form>
  `;
};
