import type { LedgerSummary } from '../examples/transfer/src/ledger';

/** What checks read. Field names are a contract. */
export interface DemoResult {
  readonly records: number;
  readonly effects: number;
  /** Records booked more than once. */
  readonly duplicateEffects: number;
  readonly outOfOrder: number;
  readonly lost: number;
  /** Records that wait behind keys which stand, and are not lost; absent if none does. */
  readonly waiting?: number;
  readonly balanceOk: boolean;
  /** Time from the first record produced to the last effect. */
  readonly seconds: number;
}

export const EXPECTED_TOTAL = 10_000;

/** `summary` covers this run only, but for its `total`. */
export const demoResult = (
  { records, waiting }: { readonly records: number; readonly waiting: number },
  summary: LedgerSummary,
  elapsedMs: number,
): DemoResult => ({
  records,
  effects: summary.effects,
  duplicateEffects: summary.repeated,
  outOfOrder: summary.outOfOrder,
  lost: records - waiting - (summary.effects - summary.repeated),
  ...(waiting > 0 ? { waiting } : {}),
  balanceOk: summary.amount === 0 && summary.total === EXPECTED_TOTAL,
  seconds: Math.round(elapsedMs / 10) / 100,
});

export const isExact = ({ duplicateEffects, outOfOrder, lost, waiting = 0, balanceOk }: DemoResult): boolean =>
  duplicateEffects === 0 && outOfOrder === 0 && lost === 0 && waiting === 0 && balanceOk;
