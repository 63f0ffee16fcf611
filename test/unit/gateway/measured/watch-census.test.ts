import { keySeries, routeSeries } from '../../../../src/gateway/measured/watch-census';
import type { CensusRow } from '../../../../src/operations/census/census';
import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';

const CONFIG = { destinations: new Map([['ledger', {}]]) } as unknown as Pick<ResolvedConfig, 'destinations'>;
const ROW: CensusRow = {
  route: 'transfers',
  status: 'parked',
  destination: 'ledger',
  cause: 'http-status:409',
  keys: 2,
};

test('Each row of a census is a series with its labels.', () => {
  const held: CensusRow = { route: 'transfers', status: 'held', keys: 1 };
  expect(keySeries([ROW, held], CONFIG)).toEqual([
    [{ route: 'transfers', status: 'parked', destination: 'ledger', cause: 'http-status:409' }, 2],
    [{ route: 'transfers', status: 'held', destination: '', cause: '' }, 1],
  ]);
});

test('Each route counts the workflows that run, and those that were closed, also where there are none.', () => {
  const running = new Map([
    ['transfers', 3],
    ['notices', 4],
  ]);
  const closed = new Map([['transfers', { workflows: 2, complete: true }]]);
  expect(routeSeries({ running, closed })).toEqual([
    { route: 'transfers', running: 3, closed: 2 },
    { route: 'notices', running: 4, closed: 0 },
  ]);
});

test('What the configuration and this version do not know is no label, however many rows there are; no key is lost.', () => {
  const strange = Array.from({ length: 1_000 }, (_, index): CensusRow => ({
    ...ROW,
    destination: `handler-made-${index}`,
    cause: `acc-${index}@example.com`,
  }));
  const many = Array.from({ length: 1_000 }, (_, index): CensusRow => ({
    ...ROW,
    route: `route-${index % 10}`,
    cause: `http-status:${100 + (index % 500)}`,
  }));
  const series = keySeries([ROW, ...strange, ...many], CONFIG);
  expect(series.length).toBeLessThan(20);
  expect(series.reduce((sum, [, keys]) => sum + keys, 0)).toBe(4_002);
  expect(JSON.stringify(series)).not.toMatch(/acc-|handler-made/);
});
