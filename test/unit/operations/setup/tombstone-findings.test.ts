import { resolveConfig } from '../../../../src/config/gateway/resolve-config';
import { tombstoneFindings } from '../../../../src/operations/setup/tombstone-findings';
import { alerts, source } from '../../config/config-source';

const warnings = (options: object): readonly string[] =>
  tombstoneFindings(resolveConfig(alerts(options), source())).map(({ check, message }) => `${check}: ${message}`);

test('A route that asks records without a value for a field is warned of, unless it says what becomes of them.', () => {
  const words = (advice: string): readonly string[] => [
    `tombstones of route alerts: a record without a value fails, because it has no {value.id}${advice}`,
  ];
  const set = ': set deliver.tombstone if the topics may have such records';
  expect(warnings({ deliver: { to: 'ledger', path: '/{value.id}' } })).toEqual(words(set));
  expect(warnings({ deliver: { to: 'ledger', headers: { 'X-Id': '{value.id}' } } })).toEqual(words(set));
  expect(warnings({ deliver: undefined, publish: { to: 'x', key: '{value.id}' } })).toEqual(words(''));
  expect(warnings({ deliver: { to: 'ledger', path: '/{value.id}', tombstone: 'skip' } })).toEqual([]);
  expect(warnings({ deliver: { to: 'ledger', path: '/{key}' } })).toEqual([]);
  expect(warnings({ deliver: undefined, publish: { to: 'x', value: 'value.id' } })).toEqual([]);
});
