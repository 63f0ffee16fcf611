// Which account gives to which: random, but the same for the same seed, so that a run can be repeated.
import { ACCOUNT_COUNT, accountName } from './account-name';
import type { Transfer } from './transfer';

export interface PlannedRecord {
  readonly key: string;
  readonly value: Transfer;
}

export interface TransferPlan {
  /** Each transfer is two records: -1 on one account, +1 on another. */
  readonly transfers: number;
  readonly run: string;
  /** @default 1 */
  readonly seed?: number;
  /** @default 100 */
  readonly accounts?: number;
}

// A linear congruential generator is plenty to pick accounts; its high bits are the good ones.
const randomIntegers = (seed: number): ((below: number) => number) => {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffff_ffff_ffff_ffffn;
    return Number((state >> 33n) % BigInt(below));
  };
};

export const planTransfers = (plan: TransferPlan): readonly PlannedRecord[] => {
  const accounts = plan.accounts ?? ACCOUNT_COUNT;
  const random = randomIntegers(plan.seed ?? 1);
  const sequences = new Map<string, number>();
  const half = (account: number, amount: number, transfer: string): PlannedRecord => {
    const key = accountName(account);
    const sequence = (sequences.get(key) ?? 0) + 1;
    sequences.set(key, sequence);
    return { key, value: { account: key, amount, transfer, sequence, run: plan.run } };
  };
  return Array.from({ length: plan.transfers }, (_, index) => {
    const from = random(accounts);
    const to = (from + 1 + random(accounts - 1)) % accounts;
    const transfer = `${plan.run}-${index + 1}`;
    return [half(from, -1, transfer), half(to, 1, transfer)];
  }).flat();
};
