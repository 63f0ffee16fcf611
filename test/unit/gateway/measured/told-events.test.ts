import { toldEvents } from '../../../../src/gateway/measured/told-events';
import type { Log } from '../../../../src/log';
import type { KeyEvent } from '../../../../src/model/keys/key-event';
import { LimitedLog } from '../../../../src/telemetry/limited-log';
import { counted } from './counted';

const PLACE = { topic: 't', partition: 3, offset: '1024' };
const ONE = { route: 'transfers', key: 'acc-07', ...PLACE };

const told = (...events: readonly KeyEvent[]) => {
  const lines: [string, object, string][] = [];
  const at =
    (level: string): Log['info'] =>
    (fields, message) =>
      lines.push([level, fields, message]);
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  const telemetry = counted();
  const tell = toldEvents(telemetry, new LimitedLog(log));
  for (const event of events) tell('transfers', event);
  return { lines, counts: telemetry.counts };
};

test.each<[KeyEvent, string, object, string, string[]]>([
  [
    {
      ...{ kind: 'released', by: 'retry', chain: 'acc-07', place: PLACE, cause: 'http-status:409' },
      ...{ destination: 'ledger', parkedForMs: 5_000 },
    },
    'info',
    { ...ONE, by: 'retry', cause: 'http-status:409', destination: 'ledger', parkedForMs: 5_000 },
    'a parked key goes on',
    ['sluice_keys_released_total{route=transfers,by=retry} 1'],
  ],
  [
    { kind: 'handler-threw', chain: 'acc-07', place: PLACE, name: 'TypeError', frames: ['pay (workflows.ts:12)'] },
    'warn',
    { ...ONE, error: 'TypeError', frames: ['pay (workflows.ts:12)'] },
    'a handler threw an error',
    ['sluice_handler_errors_total{route=transfers} 1'],
  ],
  [
    { kind: 'promise-rejected', chain: '', name: 'Error', frames: ['workflows.ts:12'] },
    'warn',
    { route: 'transfers', error: 'Error', frames: ['workflows.ts:12'] },
    'a promise that a handler made was rejected, and nothing waited for it: its record goes on',
    ['sluice_handler_errors_total{route=transfers} 1'],
  ],
  [
    { kind: 'letter-given-up', chain: 'acc-07', place: PLACE, cause: 'handler-error' },
    'warn',
    { ...ONE, cause: 'handler-error' },
    'no dead letter could be written, so the key is parked: it waits for an operator',
    [],
  ],
  [{ kind: 'paused', chain: 'acc-07', place: PLACE }, 'info', ONE, 'an operator has paused a key', []],
  [
    { kind: 'resumed', chain: 'acc-07' },
    'info',
    { route: 'transfers', key: 'acc-07' },
    'an operator has resumed a key',
    [],
  ],
])('The event %j has one line, with the level %s, and its count.', (event, level, fields, message, counts) => {
  expect(told(event)).toEqual({ lines: [[level, fields, message]], counts });
});

test('Ten thousand keys that are released are a few lines, and each is counted.', () => {
  const released = { kind: 'released', by: 'retry', cause: 'http-status:409', parkedForMs: 1 } as const;
  const { lines, counts } = told(
    ...Array.from({ length: 10_000 }, (_, index): KeyEvent => ({ ...released, chain: `acc-${index}` })),
  );
  expect(lines.length).toBeLessThan(10);
  expect(counts).toHaveLength(10_000);
});
