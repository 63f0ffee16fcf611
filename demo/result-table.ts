import Table from 'cli-table3';
import type { LedgerSummary } from '../examples/transfer/src/ledger';
import { EXPECTED_TOTAL, type DemoResult } from './demo-result';

const NO_LINES_BETWEEN_ROWS = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
const number = (value: number): string => value.toLocaleString('en-US');

export const resultTable = (result: DemoResult, summary: LedgerSummary): string => {
  const table = new Table({
    chars: NO_LINES_BETWEEN_ROWS,
    colAligns: ['left', 'right', 'left'],
    style: { head: [], border: [] },
  });
  const rate = result.seconds > 0 ? `${number(Math.round(result.effects / result.seconds))} per second` : '';
  const { waiting = 0 } = result;
  const balanced = waiting > 0 ? ' once none waits' : `: ${result.balanceOk ? 'yes' : 'NO'}`;
  table.push(
    ['records', number(result.records), 'produced into the topic by this run'],
    ['effects', number(result.effects), 'booked by the ledger'],
    [
      'duplicates',
      number(result.duplicateEffects),
      `records booked twice (${number(summary.duplicates)} repeated calls were recognised)`,
    ],
    ['out of order', number(result.outOfOrder), 'bookings after a later one of the same account'],
    ['lost', number(result.lost), 'records without a booking'],
    ...(waiting > 0 ? [['waiting', number(waiting), 'records behind accounts that somebody has to help']] : []),
    ['balance', number(summary.total), `over all accounts, must be ${number(EXPECTED_TOTAL)}${balanced}`],
    ['seconds', result.seconds.toFixed(2), rate],
  );
  return table.toString();
};
