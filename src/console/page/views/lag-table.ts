import { html, type TemplateResult } from 'lit-html';
import type { LagAnswer } from '../../wire/overview';
import { count, outside } from '../words/text';
import { numeric, table } from './parts';

const ROWS = 12;

/** Every so many samples one, the newest first. */
const picked = (length: number): readonly number[] => {
  const step = Math.max(1, Math.ceil(length / ROWS));
  return Array.from({ length }, (_, index) => length - 1 - index).filter((index) => (length - 1 - index) % step === 0);
};

/** The chart is drawn into `#lag-chart`; the table says the same for whoever does not see it. */
export const lagTable = ({ times, lags }: LagAnswer): TemplateResult => {
  const routes = Object.keys(lags);
  return html`
    <figure>
      <figcaption>Lag of the last hour, in offsets, since this console runs</figcaption>
      <div id="lag-chart" aria-hidden="true"></div>
      <details>
        <summary>The same as a table</summary>
        ${table(
          'Lag over time',
          ['Time', ...routes.map((route) => `#${route}`)],
          picked(times.length).map(
            (index) =>
              html`<tr>
                <td>${new Date(times[index] ?? 0).toTimeString().slice(0, 8)}</td>
                ${routes.map((route) => numeric(outside(count(lags[route]?.[index] ?? undefined))))}
              </tr>`,
          ),
        )}
      </details>
    </figure>
  `;
};
