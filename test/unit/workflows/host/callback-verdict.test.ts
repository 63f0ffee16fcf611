import type { CallbackDelivery } from '../../../../src/model/contract/callback-contract';
import type { Stream } from '../../../../src/model/contract/record';
import type { Redriven } from '../../../../src/model/contract/redrive';
import { Chain } from '../../../../src/workflows/chain/chain';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';
import { callbackVerdict } from '../../../../src/workflows/host/callback-verdict';

const POSITION = { partition: 0, leaderEpoch: 0, offset: '7' };
const STREAM = { id: 's', topic: 't' };
const REDRIVEN: Redriven = { times: 1, letter: { stream: { id: 'l', topic: 'l' }, position: POSITION }, oneUrl: true };

const delivery = (record: string, of: Partial<CallbackDelivery> = {}): CallbackDelivery => ({
  id: 'i',
  digest: 'd',
  chain: 'k',
  record,
  step: 'paid',
  round: 1,
  outcome: 'succeeded',
  ...of,
});

const chainOf = (head: { readonly stream?: Stream; readonly redriven?: Redriven }): Chain => {
  const chain = new Chain({ chain: 'k', waiting: [] }, new InlineBudget(1_000));
  chain.inbox.insert(0, { stream: STREAM, position: POSITION, bytes: 0, ...head });
  return chain;
};

test.each([
  ['redriven', { redriven: REDRIVEN }],
  ['redriven by an older version', { redriven: { times: 1, letter: REDRIVEN.letter } }],
  ['replayed', { stream: { ...STREAM, replay: 2, oneUrl: true as const } }],
  ['replayed by an older version', { stream: { ...STREAM, replay: 2 } }],
])(
  'I12: A callback to the first URL of a record settles it when it is %s, before anything is asked again.',
  (_, head) => {
    expect(callbackVerdict(chainOf(head), delivery('s.0.0.7.0'), undefined)).toBe('accepted');
    expect(callbackVerdict(chainOf(head), delivery('s.0.0.7.1'), undefined)).toBe('late');
  },
);

test('A callback to the URL of another redrive is late, because an older version made it for what came later.', () => {
  const chain = chainOf({ redriven: REDRIVEN });
  expect(callbackVerdict(chain, delivery('s.0.0.7.0.1'), undefined)).toBe('accepted');
  expect(callbackVerdict(chain, delivery('s.0.0.7.0.2'), undefined)).toBe('late');
  expect(callbackVerdict(chainOf({}), delivery('s.0.0.7.0.1'), undefined)).toBe('late');
});

test.each([
  ['another answer', 'failed', 'other', 'accepted'],
  ['a success in the same words', 'succeeded', 'd', 'accepted'],
  ['the failure that ended its first time', 'failed', 'd', 'repeated'],
] as const)('To a redriven record that was asked anew, %s is no conflict.', (_, outcome, digest, verdict) => {
  const chain = chainOf({ redriven: REDRIVEN });
  chain.callbacks.open('paid', Date.now() + 1_000);
  expect(callbackVerdict(chain, delivery('s.0.0.7.0', { outcome, digest }), 'd')).toBe(verdict);
});

test('What was taken for the first time of a record is not taken again before the record is asked anew.', () => {
  const chain = chainOf({ redriven: REDRIVEN });
  expect(callbackVerdict(chain, delivery('s.0.0.7.0'), 'd')).toBe('repeated');
  expect(callbackVerdict(chain, delivery('s.0.0.7.0', { digest: 'other' }), 'd')).toBe('conflicting');
  chain.beginTurns();
  expect(callbackVerdict(chain, delivery('s.0.0.7.0', { digest: 'other' }), 'd')).toBe('accepted');
});

test('A record in its first life takes one answer, and what is repeated or differs later is told.', () => {
  const chain = chainOf({});
  chain.callbacks.open('paid', Date.now() + 1_000);
  expect(callbackVerdict(chain, delivery('s.0.0.7.0'), 'd')).toBe('repeated');
  expect(callbackVerdict(chain, delivery('s.0.0.7.0', { digest: 'other' }), 'd')).toBe('conflicting');
  expect(callbackVerdict(undefined, delivery('s.0.0.7.0'), undefined)).toBe('late');
  expect(callbackVerdict(undefined, delivery('s.0.0.7.0', { digest: 'other' }), 'd')).toBe('conflicting');
});
