import { html, type TemplateResult } from 'lit-html';
import type { Action, Outcome, PlanAnswer } from '../../wire/actions';
import { outside } from '../words/text';
import { warning } from './parts';

/** Where an action stands: it is planned, then shown, then carried out, and then its outcome is shown. */
export interface Acting {
  readonly action: Action;
  readonly plan?: PlanAnswer;
  readonly outcome?: Outcome;
  /** Why it was not carried out as it was planned before. */
  readonly changed?: string;
  /** Why it was not planned, or not carried out. */
  readonly problem?: string;
  readonly busy: boolean;
}

export interface ActingHandlers {
  readonly confirm: (sure: boolean) => void;
  readonly close: () => void;
}

const list = (lines: readonly string[]): TemplateResult | string =>
  lines.length === 0
    ? ''
    : html`<ul>
        ${lines.map((line) => html`<li>${outside(line)}</li>`)}
      </ul>`;

const planned = ({ busy, changed }: Acting, plan: PlanAnswer, { confirm, close }: ActingHandlers): TemplateResult => {
  const submitted = (event: Event): void => {
    event.preventDefault();
    confirm(new FormData(event.currentTarget as HTMLFormElement).get('sure') === 'on');
  };
  return html`<form @submit=${submitted}>
    ${changed === undefined ? '' : warning(html`${outside(changed)} This is what it would do now:`)}
    <p class="words">${outside(plan.words)}</p>
    ${list(plan.lines)} ${plan.warnings.map((words) => warning(outside(words)))}
    ${plan.matched === 0 ? html`<p>There is nothing to do.</p>` : ''}
    ${
      plan.asksSure === true
        ? html`<label class="check"
            ><input type="checkbox" name="sure" required /> I have looked at the API: do also what may have happened
            already.</label
          >`
        : ''
    }
    <p class="buttons">
      <button type="button" @click=${close}>Cancel</button>
      ${
        plan.confirm === undefined
          ? ''
          : html`<button type="submit" class="primary" ?disabled=${busy}>${busy ? 'Doing it…' : 'Do it'}</button>`
      }
    </p>
  </form>`;
};

const closing = (close: () => void): TemplateResult =>
  html`<p class="buttons"><button type="button" class="primary" @click=${close}>Close</button></p>`;

const body = (acting: Acting, handlers: ActingHandlers): TemplateResult => {
  const { plan, outcome, problem } = acting;
  if (problem !== undefined) return html`${warning(outside(problem))} ${closing(handlers.close)}`;
  if (outcome !== undefined) {
    return html`<p class="words">${outside(outcome.words)}</p>
      ${outcome.ok ? '' : warning('Not all of it was done.')} ${list(outcome.lines)} ${closing(handlers.close)}`;
  }
  if (plan === undefined) return html`<p>Looking what it would do…</p>`;
  return planned(acting, plan, handlers);
};

const TITLES: Readonly<Record<Action['verb'], string>> = {
  retry: 'Retry',
  skip: 'Skip',
  pause: 'Pause',
  resume: 'Resume',
  edit: 'Edit a record',
  'pause-route': 'Pause a route',
  'resume-route': 'Resume a route',
  redrive: 'Redrive dead letters',
  replay: 'Replay',
};

/** What stands in the dialog; nothing if no action is asked for. */
export const actionDialog = (acting: Acting | undefined, handlers: ActingHandlers): TemplateResult | string =>
  acting === undefined
    ? ''
    : html`<h2 id="action-title">${TITLES[acting.action.verb]}</h2>
        <div aria-live="polite">${body(acting, handlers)}</div>`;
