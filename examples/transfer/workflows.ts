import { keyedWorkflow } from 'sluice/workflow';
import type { Transfer } from './src/transfer';

interface Account {
  balance: number;
  transfers: number;
}

/** Runs once per record, one workflow per account. The call leaves after the handler has returned. */
export const transfers = keyedWorkflow<Transfer, Account>({
  initialState: () => ({ balance: 100, transfers: 0 }),
  onRecord(record, ctx) {
    ctx.state.balance += record.value.amount;
    ctx.state.transfers += 1;
    ctx.defer('ledger', { method: 'POST', path: `/accounts/${ctx.key}`, data: record.value });
  },
});
