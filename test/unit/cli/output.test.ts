import { Output } from '../../../src/cli/output';
import { GatewayError } from '../../../src/errors';

const output = (json: boolean): { out: string[]; err: string[]; output: Output } => {
  const out: string[] = [];
  const err: string[] = [];
  const sink = (texts: string[]): { write: (text: string) => void } => ({ write: (text) => void texts.push(text) });
  return { out, err, output: new Output(json, sink(out), sink(err)) };
};

test('A command that is under way says until when in the document.', () => {
  const { out, output: documents } = output(true);
  documents.failure(new GatewayError('under-way', 'wait', { until: '2026-11-29T12:00:20.000Z' }));
  expect(JSON.parse(out[0] ?? '')).toEqual({
    ...{ ok: false, error: { code: 'under-way', message: 'wait' } },
    underWay: { until: '2026-11-29T12:00:20.000Z' },
  });
});

test('The standard output has one document with --json, which says whether the command succeeded, and no text.', () => {
  const { out, output: json } = output(true);
  json.print('for people');
  json.result({ exitCode: 1, document: { problems: 2 } });
  expect(out).toEqual(['{"ok":false,"problems":2}\n']);
});

test('The standard output has the text without --json, and no document.', () => {
  const { out, output: text } = output(false);
  text.print('for people');
  text.result({ exitCode: 0, document: { problems: 0 } });
  expect(out).toEqual(['for people\n']);
});

test('An error is told in words on stderr, and with its code in the document.', () => {
  const { out, err, output: json } = output(true);
  json.failure(new GatewayError('refused', 'first\nsecond\u001b[2J'));
  expect(err).toEqual(['sluice: first\nsecond\\u001b[2J\n']);
  expect(JSON.parse(out.join(''))).toEqual({
    ok: false,
    error: { code: 'refused', message: 'first\nsecond\u001b[2J' },
  });
});

test('A document has no raw control character and means what it meant.', () => {
  const { out, output: json } = output(true);
  const key = '\u001b\u007f\u009b\u202e\ud83d';
  json.result({ exitCode: 0, document: { key } });
  expect(out[0]).toBe('{"ok":true,"key":"\\u001b\\u007f\\u009b\\u202e\\ud83d"}\n');
  expect(JSON.parse(out[0] ?? '')).toEqual({ ok: true, key });
});

test('A wrong command line is a document too.', () => {
  const { out, output: json } = output(true);
  json.usage('error: unknown option');
  expect(out).toEqual(['{"ok":false,"error":{"code":"usage","message":"error: unknown option"}}\n']);
});

test('A command that stays says something of itself with --json only, on a line before its document.', () => {
  const { out, output: json } = output(true);
  json.announce({ url: 'http://127.0.0.1:8240/?token=t' });
  json.result({ exitCode: 0, document: {} });
  expect(out).toEqual(['{"url":"http://127.0.0.1:8240/?token=t"}\n', '{"ok":true}\n']);
  const { out: text, output: people } = output(false);
  people.announce({ url: 'x' });
  expect(text).toEqual([]);
});
