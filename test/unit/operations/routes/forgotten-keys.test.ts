import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';
import type { ResolvedRoute } from '../../../../src/config/route/resolved-route';
import { firstToForget, forgottenWords, olderOffsets } from '../../../../src/operations/routes/forgotten-keys';
import type { PlannedPartition } from '../../../../src/operations/routes/replay-plan';

const config = {
  destinations: new Map([
    ['bank', { idempotencyWindowMs: 2_000 }],
    ['ledger', { idempotencyWindowMs: 1_000 }],
    ['elephant', { idempotencyWindowMs: undefined }],
  ]),
} as unknown as ResolvedConfig;
const route = (of: object): ResolvedRoute => of as ResolvedRoute;

test('I12: Of what a replay may call, the destination that forgets first counts: of a handler all, of a `deliver` route its own.', () => {
  expect(firstToForget(config, route({}))).toEqual({ destination: 'ledger', windowMs: 1_000 });
  expect(firstToForget(config, route({ deliver: { to: 'bank' } }))).toEqual({ destination: 'bank', windowMs: 2_000 });
  expect(firstToForget(config, route({ deliver: { to: 'elephant' } }))).toBeUndefined();
  expect(firstToForget(config, route({ publish: {} }))).toBeUndefined();
});

test('The offsets of a replay that are older than a window are counted by partition, and none beyond its end.', () => {
  const planned = [
    [0, 5n, 10n],
    [1, 5n, 10n],
    [2, 5n, 10n],
    [3, 5n, 10n],
  ].map(([partition, from, to]) => ({ stream: { id: 's', topic: 't' }, partition, from, to }) as PlannedPartition);
  const young = new Map([
    ['t/0', 3n],
    ['t/1', 7n],
    ['t/2', 99n],
  ]);
  expect(olderOffsets(planned, young)).toBe(0n + 2n + 5n + 5n);
  expect(olderOffsets([], young)).toBe(0n);
});

test('An operator is told how much an API may have forgotten, and what to do.', () => {
  expect(forgottenWords({ destination: 'bank', windowMs: 86_400_000, offsets: 7n })).toMatch(
    /^7 of these offsets are older than the 86400 s for which bank remembers .* would be done again\. --yes/,
  );
});
