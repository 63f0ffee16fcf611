import type { LedgerSummary } from '../examples/transfer/src/ledger';

/** What checks read. Field names are a contract. */
export interface DemoResult {
  readonly records: number;
  readonly effects: number;
  /** Records booked more than once. */
  readonly duplicateEffects: number;
  readonly outOfOrder: number;
  readonly lost: number;
  readonly balanceOk: boolean;
  /** Time from the first record produced to the last effect. */
  readonly seconds: number;
}

export const EXPECTED_TOTAL = 10_000;

/** `summary` covers this run only, but for its `total`. */
export const demoResult = (records: number, summary: LedgerSummary, elapsedMs: number): DemoResult => ({
  records,
  effects: summary.effects,
  duplicateEffects: summary.repeated,
  outOfOrder: summary.outOfOrder,
  lost: records - (summary.effects - summary.repeated),
  balanceOk: summary.amount === 0 && summary.total === EXPECTED_TOTAL,
  seconds: Math.round(elapsedMs / 10) / 100,
});

export const isExact = ({ duplicateEffects, outOfOrder, lost, balanceOk }: DemoResult): boolean =>
  duplicateEffects === 0 && outOfOrder === 0 && lost === 0 && balanceOk;
