import { logFormat } from '../../../src/cli/command/log-format';
import { createLog, logLevel, prettyLine } from '../../../src/cli/logger';

const lines = (): { texts: string[]; stream: { write: (text: string) => void } } => {
  const texts: string[] = [];
  return { texts, stream: { write: (text) => void texts.push(text) } };
};

test('The log gives machines JSON lines with level, time, fields and message.', () => {
  const { texts, stream } = lines();
  createLog('info', 'json', stream).warn({ topic: 'transfers' }, 'slow');
  expect(JSON.parse(texts[0] ?? '')).toMatchObject({
    level: 'warn',
    topic: 'transfers',
    msg: 'slow',
  });
});

test('The log gives people at a terminal one short line, without control characters.', () => {
  const { texts, stream } = lines();
  createLog('info', 'pretty', stream).info({ key: 'a\u009bb', n: 3 }, 'key\u001b[2J runs');
  expect(texts[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} INFO {2}key\\u001b\[2J runs {2}key=a\\u009bb n=3\n$/);
});

test('An error among the fields of a log line is its message for people, and more for machines.', () => {
  const [terminal, file] = [lines(), lines()];
  const error = new Error('no such account');
  createLog('info', 'pretty', terminal.stream).warn({ error }, 'failed');
  createLog('info', 'json', file.stream).warn({ error }, 'failed');
  expect(terminal.texts[0]).toMatch(/ failed {2}error="no such account"\n$/);
  expect(JSON.parse(file.texts[0] ?? '')).toMatchObject({ error: { type: 'Error', message: 'no such account' } });
});

test('A key with spaces in it forges no other field of a log line for people.', () => {
  const { texts, stream } = lines();
  const fields = { by: 'ada@desk', key: 'a ok=true by=bob', reason: 'said "no"', none: '', record: 'orders/1/3' };
  createLog('info', 'pretty', stream).info(fields, 'done');
  expect(texts[0]?.split('  ').at(-1)).toBe(
    'by=ada@desk key="a ok=true by=bob" reason="said \\"no\\"" none="" record=orders/1/3\n',
  );
});

test('A log line without fields has no trailing space.', () => {
  expect(prettyLine('{"level":"info","time":"2026-01-02T03:04:05.678Z","msg":"drained"}\n')).toBe(
    '03:04:05.678 INFO  drained\n',
  );
});

test('The level of the log comes from LOG_LEVEL, else from the command; what is below it is left out.', () => {
  expect(logLevel({}, 'error')).toBe('error');
  expect(logLevel({ LOG_LEVEL: '' }, 'info')).toBe('info');
  expect(logLevel({ LOG_LEVEL: 'DEBUG' }, 'info')).toBe('debug');
  expect(() => logLevel({ LOG_LEVEL: 'loud' }, 'info')).toThrow(
    'LOG_LEVEL: got "loud", expected one of debug, info, warn, error, silent',
  );
  const { texts, stream } = lines();
  createLog('warn', 'json', stream).info({}, 'not this');
  createLog('silent', 'json', stream).error({}, 'nor this');
  expect(texts).toEqual([]);
});

test('The log is pretty at a terminal and JSON elsewhere, unless LOG_FORMAT says otherwise.', () => {
  expect([logFormat({}, true), logFormat({ LOG_FORMAT: '' }, false)]).toEqual(['pretty', 'json']);
  expect([logFormat({ LOG_FORMAT: 'json' }, true), logFormat({ LOG_FORMAT: 'pretty' }, false)]).toEqual([
    'json',
    'pretty',
  ]);
  expect(() => logFormat({ LOG_FORMAT: 'xml' }, true)).toThrow('LOG_FORMAT: got "xml", expected json or pretty');
});
