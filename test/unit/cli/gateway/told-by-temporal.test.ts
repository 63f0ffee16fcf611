import type { LogEntry } from '@temporalio/worker';
import { toldByTemporal } from '../../../../src/cli/gateway/told-by-temporal';
import type { Log } from '../../../../src/log';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const told = (): { tell: (entry: Omit<LogEntry, 'timestampNanos'>) => void; lines: string[] } => {
  const lines: string[] = [];
  const at =
    (level: string): Log['warn'] =>
    (fields, message) =>
      lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  const tell = toldByTemporal({ debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') });
  return {
    tell: (entry) => {
      tell({ ...entry, timestampNanos: 0n });
    },
    lines,
  };
};

test('A thousand warnings of Temporal that differ in their workflow only are a few lines, and a number.', () => {
  const { tell, lines } = told();
  for (let run = 0; run < 1_000; run += 1) {
    const id = `01a22bb7-bbf8-7e33-931d-${String(run).padStart(12, '0')}`;
    const message = `[TMPRL1104] ${id}:${run}:1 Workflow task duration exceeded 5 seconds.`;
    tell({ level: 'WARN', message, meta: { sdkComponent: 'core', event_id: run } });
  }
  jest.advanceTimersByTime(10_000);
  expect(lines).toHaveLength(6);
  expect(lines[0]).toMatch(/^warn temporal: \[TMPRL1104\] 01a22bb7-\S+:0:1 Workflow task duration/);
  expect(lines.at(-1)).toBe(
    'warn temporal: [TMPRL1104] *:*:* Workflow task duration exceeded * seconds. (995 more in 10 s) {"more":995}',
  );
});

test('What a handler logs is written whole, at its level, and so is what only somebody who debugs sees.', () => {
  const { tell, lines } = told();
  for (let n = 0; n < 20; n += 1) tell({ level: 'INFO', message: 'booked', meta: { sdkComponent: 'workflow', n } });
  for (let n = 0; n < 20; n += 1) tell({ level: 'WARN', message: 'odd', meta: { sdkComponent: 'workflow', n } });
  for (let n = 0; n < 20; n += 1)
    tell({ level: 'INFO', message: 'Worker state changed', meta: { sdkComponent: 'worker' } });
  expect(lines.filter((line) => line.startsWith('info temporal: booked'))).toHaveLength(20);
  expect(lines.filter((line) => line.startsWith('warn temporal: odd'))).toHaveLength(20);
  expect(lines.filter((line) => line.startsWith('debug temporal: Worker'))).toHaveLength(20);
});
