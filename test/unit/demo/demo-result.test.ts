import { demoResult, isExact } from '../../../demo/demo-result';
import { resultTable } from '../../../demo/result-table';
import { Ledger } from '../../../examples/transfer/src/ledger';
import { TransferRun } from '../../../demo/transfer-run';

/** A run of 20 records, of which all are booked but those of one account. */
const stuckRun = (): { readonly run: TransferRun; readonly ledger: Ledger; readonly stuck: string } => {
  const ledger = new Ledger();
  const run = new TransferRun({ ledger }, 20);
  const stuck = run.records[0]?.key ?? '';
  for (const { key, value } of run.records) if (key !== stuck) ledger.book(value);
  return { run, ledger, stuck };
};

test('Records of the demo that wait behind a key which stands are counted as waiting, and not as lost.', () => {
  const { run, ledger, stuck } = stuckRun();
  const planned = run.records.filter(({ key }) => key === stuck).length;
  const waiting = run.waitingBehind(new Map([['parked', [stuck, 'acc-of-another-gateway']]]));
  expect(waiting).toBe(planned);
  const summary = ledger.summary(run.run);
  const result = demoResult({ records: 20, waiting }, summary, 1_000);
  expect(result).toMatchObject({ lost: 0, waiting: planned, effects: 20 - planned });
  expect(isExact(result)).toBe(false);
  expect(resultTable(result, summary)).toMatch(/waiting .*records behind accounts that somebody has to help/);
});

test('Records of the demo that wait behind no key which stands are lost.', () => {
  const { run, ledger, stuck } = stuckRun();
  const planned = run.records.filter(({ key }) => key === stuck).length;
  const waiting = run.waitingBehind(new Map());
  const result = demoResult({ records: 20, waiting }, ledger.summary(run.run), 1_000);
  expect(result).toMatchObject({ lost: planned, effects: 20 - planned });
  expect(result).not.toHaveProperty('waiting');
});
