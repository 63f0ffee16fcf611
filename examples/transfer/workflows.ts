import { keyedWorkflow } from 'sluice/workflow';
import type { Transfer } from './src/transfer';

// Runs once per record, one workflow per account. The call leaves after the handler has returned.
export const transfers = keyedWorkflow<Transfer, { balance: number }>({
  initialState: () => ({ balance: 100 }),
  onRecord(record, ctx) {
    ctx.state.balance += record.value.amount;
    ctx.defer('ledger', { method: 'POST', path: `/accounts/${ctx.key}`, data: record.value });
  },
});
