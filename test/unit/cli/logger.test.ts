import { createLog, logLevel, prettyLine } from '../../../src/cli/logger';

const lines = (isTTY: boolean): { texts: string[]; stream: { isTTY: boolean; write: (text: string) => void } } => {
  const texts: string[] = [];
  return { texts, stream: { isTTY, write: (text) => void texts.push(text) } };
};

test('The log gives machines JSON lines with level, time, fields and message.', () => {
  const { texts, stream } = lines(false);
  createLog('info', stream).warn({ topic: 'transfers' }, 'slow');
  expect(JSON.parse(texts[0] ?? '')).toMatchObject({
    level: 'warn',
    topic: 'transfers',
    msg: 'slow',
  });
});

test('The log gives people at a terminal one short line, without control characters.', () => {
  const { texts, stream } = lines(true);
  createLog('info', stream).info({ key: 'a\u009bb', n: 3 }, 'key\u001b[2J runs');
  expect(texts[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} INFO {2}key\\u001b\[2J runs {2}key=a\\u009bb n=3\n$/);
});

test('An error among the fields of a log line is its message for people, and more for machines.', () => {
  const [terminal, file] = [lines(true), lines(false)];
  const error = new Error('no such account');
  createLog('info', terminal.stream).warn({ error }, 'failed');
  createLog('info', file.stream).warn({ error }, 'failed');
  expect(terminal.texts[0]).toMatch(/ failed {2}error=no such account\n$/);
  expect(JSON.parse(file.texts[0] ?? '')).toMatchObject({ error: { type: 'Error', message: 'no such account' } });
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
  const { texts, stream } = lines(false);
  createLog('warn', stream).info({}, 'not this');
  createLog('silent', stream).error({}, 'nor this');
  expect(texts).toEqual([]);
});
