import { planTransfers } from '../../../../examples/transfer/src/transfer-plan';

const plan = planTransfers({ transfers: 1000, run: 'r', seed: 7 });

test('A transfer is two records of different accounts that sum to nothing.', () => {
  expect(plan).toHaveLength(2000);
  for (let index = 0; index < plan.length; index += 2) {
    const [from, to] = plan.slice(index, index + 2);
    expect([from?.value.amount, to?.value.amount]).toEqual([-1, 1]);
    expect(from?.key).not.toBe(to?.key);
    expect(from?.value.transfer).toBe(to?.value.transfer);
  }
});

test('The records of an account are numbered from 1 without a gap.', () => {
  const next = new Map<string, number>();
  for (const { key, value } of plan) {
    expect(value.sequence).toBe((next.get(key) ?? 0) + 1);
    next.set(key, value.sequence);
  }
});

test('A thousand transfers meet every account.', () => {
  expect(new Set(plan.map(({ key }) => key)).size).toBe(100);
});

test('The same seed plans the same transfers, another seed something else.', () => {
  expect(planTransfers({ transfers: 1000, run: 'r', seed: 7 })).toEqual(plan);
  expect(planTransfers({ transfers: 1000, run: 'r', seed: 8 })).not.toEqual(plan);
});
