import { html, type TemplateResult } from 'lit-html';
import type { AgentsRow, DestinationRow, OverviewAnswer, RouteRow } from '../../wire/overview';
import { linkTo } from '../words/router';
import { ago, badge, count, latencyText, outside, plural, rateText, spanText } from '../words/text';
import { groupTable } from './group-table';
import { numeric, table, warning, type Act, type Shown } from './parts';

const total = (rows: readonly (number | undefined)[]): number => rows.reduce<number>((sum, one) => sum + (one ?? 0), 0);

/** `held` is said of keys. */
const WRITER_STATES: Readonly<Record<string, string>> = { held: 'owned by a process' };
const STILL: ReadonlySet<string | undefined> = new Set(['failed', 'stopped']);

/** `2 keys need`, `1 key needs`; nothing of none. */
const said = (number: number, noun: string, one: string, more: string): string =>
  number === 0 ? '' : `${plural(number, noun)} ${number === 1 ? one : more}`;

/** Whether anything needs a person, in one sentence. */
const headline = ({ routes, agents, workers, problems }: OverviewAnswer): TemplateResult => {
  const sum = (column: (row: RouteRow) => number | undefined): number => total(routes.map(column));
  const needy = sum(({ parked = 0, held = 0 }) => parked + held);
  const still = routes.filter(({ real, desired }) => desired === 'running' && STILL.has(real)).length;
  const closed = total([...routes, ...agents].map((row) => row.closed));
  const failing = sum((row) => row.failing);
  const words = [
    said(needy, 'key', 'needs you', 'need you') || 'No key needs you',
    said(
      sum(({ retrying = 0, postponed = 0 }) => retrying + postponed),
      'key',
      'waits for a destination',
      'wait for a destination',
    ),
    said(
      sum((row) => row.paused),
      'key',
      'paused',
      'paused',
    ),
    said(still, 'route', 'does not run', 'do not run'),
    said(closed, 'workflow', 'was closed', 'were closed'),
    said(failing, 'workflow', 'cannot run', 'cannot run'),
    workers === 0 ? 'no worker runs' : '',
  ].filter((part) => part !== '');
  const well = needy + still + closed + failing === 0 && workers !== 0 && problems.length === 0;
  return html`<p class="headline ${well ? 'good' : 'bad'}">${words.join('; ')}.</p>`;
};

const standing = ({ desired, real }: RouteRow): Shown => {
  if (real === undefined) return desired === undefined ? badge('unknown') : html`wanted ${badge(desired)}`;
  return desired === undefined || desired === real ? badge(real) : html`${badge(real)} wanted ${desired}`;
};

const steer = ({ route, desired }: RouteRow, act: Act): Shown => {
  if (desired === undefined) return '';
  const verb = desired === 'paused' ? 'resume-route' : 'pause-route';
  return html`<button
    type="button"
    @click=${() => {
      act({ verb, route });
    }}
  >
    ${desired === 'paused' ? 'Resume' : 'Pause'}
  </button>`;
};

const keysOf = (
  { route, ...row }: RouteRow,
  status: 'parked' | 'retrying' | 'postponed' | 'paused' | 'held',
): Shown => {
  const keys = row[status];
  return keys === undefined || keys === 0
    ? count(keys)
    : html`<a href=${linkTo('keys', { route, status })}>${count(keys)}</a>`;
};

const replayWords = ({ replay }: RouteRow): string => {
  if (replay === undefined || replay.phase === 'cancelled') return '';
  const { number, phase, done, total: all } = replay;
  if (phase !== 'running') return `replay ${number}: ${phase}`;
  return done === undefined || done === all ? '' : `replay ${number}: ${done} of ${all ?? '?'}`;
};

const routeRow = (row: RouteRow, act: Act): TemplateResult => html`
  <tr data-row>
    <td>
      <a href=${linkTo('keys', { route: row.route })}>${outside(row.route)}</a>
      <small>${row.lanes > 0 ? `${row.lanes} lanes ` : ''}${replayWords(row)}</small>
    </td>
    <td>${standing(row)}</td>
    ${numeric(row.lag === undefined ? '–' : count(Number(row.lag)))}
    ${numeric(row.oldestMs === undefined ? '–' : spanText(row.oldestMs))}
    ${numeric(`${count(row.waiting)}${row.waitingComplete === false ? '+' : ''}`)}
    ${(['parked', 'held', 'retrying', 'postponed', 'paused'] as const).map((status) => numeric(keysOf(row, status)))}
    <td class="buttons">
      ${steer(row, act)}<a class="button" href=${linkTo('replay', { route: row.route })}>Replay…</a>
    </td>
  </tr>
`;

const troubles = (row: RouteRow): readonly TemplateResult[] => [
  ...row.failures.map((words) => warning(html`Route ${outside(row.route)}: ${outside(words)}`)),
  ...(row.failing === undefined
    ? []
    : [
        warning(
          html`Route ${outside(row.route)}: ${plural(row.failing, 'workflow')} cannot run; \`sluice status\` names them.`,
        ),
      ]),
  ...(row.closed === undefined
    ? []
    : [
        warning(
          html`Route ${outside(row.route)}: ${plural(row.closed, 'workflow')} closed by somebody, perhaps with records;
          \`sluice keys restart --all\` continues them.`,
        ),
      ]),
];

const standingOf = ({ waits, calls }: DestinationRow): Shown => {
  const closed = calls?.gateClosed ?? [];
  return html`${calls?.breakerOpen === true ? html`<span class="badge bad">breaker open</span> ` : ''}
  ${closed.map((cause) => html`<span class="badge bad">gate closed: ${cause}</span> `)}
  ${waits.map(({ reason, since }) => html`<span class="badge wait">${reason}</span> ${ago(since)} `)}
  ${closed.length === 0 && waits.length === 0 && calls?.breakerOpen !== true ? badge('open to calls') : ''}`;
};

const destinationRow = (row: DestinationRow): TemplateResult => html`
  <tr data-row>
    <td>${outside(row.destination)}</td>
    <td>${standingOf(row)}</td>
    ${[row.parked, row.retrying, row.postponed].map((keys) => numeric(count(keys)))}
    ${numeric(rateText(row.calls?.perSecond))} ${numeric(rateText(row.calls?.failedPerSecond))}
    ${numeric(latencyText(row.calls?.p50))} ${numeric(latencyText(row.calls?.p95))}
    ${numeric(count(row.calls?.inFlight))}
  </tr>
`;

const agentsRow = (row: AgentsRow): TemplateResult => html`
  <tr data-row>
    <td><a href=${linkTo('agents')}>${outside(row.definition)}</a></td>
    ${[row.agents, row.retrying, row.paused, row.published, row.unanswered, row.closed].map((one) => numeric(count(one)))}
  </tr>
`;

export const overviewView = (overview: OverviewAnswer, act: Act, lagChart: TemplateResult): TemplateResult => html`
  <h1>${outside(overview.gateway)}</h1>
  ${headline(overview)} ${overview.problems.map((words) => warning(outside(words)))}
  ${overview.workers === 0 ? warning('No worker runs: keys do not answer, and nothing is called.') : ''}
  ${overview.routes.flatMap(troubles)}
  <section>${groupTable(overview.groups, act)}</section>
  <section>
    ${table(
      'Routes',
      [
        'Route',
        'State',
        '#Lag',
        '#Oldest',
        '#Waiting',
        '#Parked',
        '#Held',
        '#Retrying',
        '#Postponed',
        '#Paused',
        'Actions',
      ],
      overview.routes.map((row) => [row.route, routeRow(row, act)]),
    )}
    ${lagChart}
  </section>
  <section>
    ${table(
      'Destinations',
      ['Destination', 'State', '#Parked', '#Retrying', '#Postponed', '#Calls', '#Failed', '#p50', '#p95', '#In flight'],
      overview.destinations.map((row) => [row.destination, destinationRow(row)]),
    )}
    ${
      overview.metrics
        ? ''
        : html`<p class="note">
            Rates and latencies are missing: no process of the gateway serves its metrics where the console asks. See
            docs/console.md.
          </p>`
    }
  </section>
  ${
    overview.agents.length === 0
      ? ''
      : html`<section>
          ${table(
            'Poll agents',
            ['Definition', '#Agents', '#Retrying', '#Paused', '#Published', '#Unanswered', '#Closed'],
            overview.agents.map((row) => [row.definition, agentsRow(row)]),
          )}
        </section>`
  }
  ${
    overview.outbox.length === 0
      ? ''
      : html`<section>
          ${table(
            'Outbox writers',
            ['Writer', 'State'],
            overview.outbox.map(
              ({ writer, status, trouble }) =>
                html`<tr>
                  <td>${count(writer)}</td>
                  <td>${WRITER_STATES[status] ?? status}${trouble ? ' (in trouble; `sluice status` says why)' : ''}</td>
                </tr>`,
            ),
          )}
        </section>`
  }
`;
