import { html, render, type TemplateResult } from 'lit-html';
import type { Action } from '../wire/actions';
import type { SessionAnswer } from '../wire/answers';
import type { LagAnswer } from '../wire/overview';
import { LagChart } from './lag-chart';
import { labelCells } from './label-cells';
import { linkTo, placeOf, type Place } from './words/router';
import { ask, carriedOut, hasChanged, planned } from './server';
import { outside } from './words/text';
import { actionDialog, type Acting } from './views/action-dialog';
import { agentsView } from './views/agents-view';
import { frame } from './views/frame';
import { keyView } from './views/key-view';
import { keysView } from './views/keys-view';
import { lagTable } from './views/lag-table';
import { lettersView } from './views/letters-view';
import { overviewView } from './views/overview-view';
import { recordView } from './views/record-view';
import { replayView } from './views/replay-view';

/** Pages that are asked for again by themselves, in milliseconds. */
const AGAIN_MS: Readonly<Record<string, number>> = { overview: 4_000, keys: 8_000, key: 4_000, agents: 8_000 };
const ASKING = html`<p class="note">Asking…</p>`;
const NO_LAG: LagAnswer = { everyMs: 0, times: [], lags: {} };

/** What the page is now: where it is, what it shows, and the action that an operator considers. */
export class ConsolePage {
  private place: Place = placeOf(location.hash);
  private view: TemplateResult | string = '';
  private problem: string | undefined;
  private acting: Acting | undefined;
  private timer: number | undefined;
  /** Counts what was asked for, so that a late answer does not replace a newer one. */
  private asked = 0;
  private readonly chart = new LagChart();

  constructor(
    private readonly root: HTMLElement,
    private readonly session: SessionAnswer,
  ) {}

  readonly goTo = (page: string): void => {
    location.hash = linkTo(page);
  };

  /** Shows another page, and puts the focus where it begins. */
  async move(): Promise<void> {
    this.place = placeOf(location.hash);
    this.view = ASKING;
    this.problem = undefined;
    // What it asks is about the page before, and nobody sees that now.
    this.acting = undefined;
    this.draw();
    await this.refresh();
    this.root.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  async refresh(): Promise<void> {
    window.clearTimeout(this.timer);
    const mine = ++this.asked;
    try {
      const view = await this.viewOf(this.place);
      if (mine !== this.asked) return;
      [this.view, this.problem] = [view, undefined];
    } catch (error) {
      if (mine !== this.asked) return;
      this.problem = wordsOf(error);
      if (this.view === ASKING) this.view = '';
    }
    this.draw();
    const again = AGAIN_MS[this.place.page];
    // A page that nobody sees asks for nothing.
    if (again !== undefined && !document.hidden) this.timer = window.setTimeout(() => void this.refresh(), again);
  }

  /** The colours have changed, or the width. */
  redraw(): void {
    this.chart.forget();
    void this.refresh();
  }

  private readonly act = (action: Action): void => {
    this.acting = { action, busy: true };
    this.draw();
    this.settle(planned({ action }, this.session.csrf), (plan) => ({ action, plan, busy: false }));
  };

  private readonly confirm = (sure: boolean): void => {
    const { acting } = this;
    const confirm = acting?.plan?.confirm;
    if (acting === undefined || confirm === undefined || acting.busy) return;
    const { action } = acting;
    const { csrf } = this.session;
    this.acting = { ...acting, busy: true };
    this.draw();
    const ended = carriedOut({ action, confirm, sure }, csrf).then(
      (outcome): Acting => ({ action, outcome, busy: false }),
      async (error: unknown): Promise<Acting> => {
        if (!hasChanged(error)) throw error;
        return { action, plan: await planned({ action }, csrf), changed: error.message, busy: false };
      },
    );
    this.settle(ended, (next) => next);
  };

  private readonly close = (): void => {
    this.acting = undefined;
    this.draw();
    void this.refresh();
  };

  private settle<T>(answer: Promise<T>, acting: (answer: T) => Acting): void {
    const before = this.acting;
    const now = (next: Acting): void => {
      // Somebody has closed the dialog meanwhile.
      if (this.acting !== before) return;
      this.acting = next;
      this.draw();
      // What had the focus is gone, or it was the dialog. The first is what asks, or what leads out.
      this.root.querySelector<HTMLElement>('#action input, #action button')?.focus();
    };
    answer.then(
      (known) => {
        now(acting(known));
      },
      (error: unknown) => {
        if (before !== undefined) now({ action: before.action, problem: wordsOf(error), busy: false });
      },
    );
  }

  private async viewOf(place: Place): Promise<TemplateResult> {
    const { session, act } = this;
    const { route = session.routes[0] ?? '', ...rest } = place.query;
    const query = { ...rest, route };
    switch (place.page) {
      case 'overview': {
        const [overview, lag] = await Promise.all([ask('overview'), ask('lag')]);
        this.lag = lag;
        return overviewView(overview, act, lagTable(lag));
      }
      case 'keys':
        return keysView(await ask('keys', query), session, { ...place, query }, act);
      case 'key':
        return keyView(await ask('key', query), act);
      case 'record': {
        const key = await ask('key', query);
        return recordView(key.address, key.key.name, await ask('key/record', { ...key.address }), act);
      }
      case 'letters':
        return lettersView(await ask('letters', query), session, { ...place, query }, act);
      case 'agents':
        return agentsView(await ask('agents', rest));
      case 'replay':
        return replayView(route, act);
      default:
        throw new Error('There is no such page.');
    }
  }

  private lag: LagAnswer = NO_LAG;

  private draw(): void {
    const { place, view, problem, session, acting, confirm, close } = this;
    const trouble = problem === undefined ? '' : html`<p class="warning" role="alert">${outside(problem)}</p>`;
    const dialog = actionDialog(acting, { confirm, close });
    const focused = document.activeElement;
    render(frame({ page: place.page, session, body: html`${trouble}${view}`, dialog, close }), this.root);
    labelCells(this.root);
    // A row that has moved is still the one that the operator was at.
    if (focused instanceof HTMLElement && focused.isConnected && document.activeElement !== focused) {
      focused.focus({ preventScroll: true });
    }
    const shown = this.root.querySelector<HTMLDialogElement>('#action');
    if (acting !== undefined && shown?.open === false) shown.showModal();
    if (acting === undefined && shown?.open === true) shown.close();
    this.chart.draw(this.root.querySelector('#lag-chart'), this.lag);
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : 'Something went wrong.');
