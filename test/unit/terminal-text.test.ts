import { terminalLines, terminalText } from '../../src/terminal-text';

test('Control characters, line separators and marks that turn the writing round become escapes.', () => {
  expect(terminalText('a\u001b[31m\u0000\r\n\u007f\u009b\u2028\u202e\u2066\ufeff\u200b\u2060\u3164z')).toBe(
    'a\\u001b[31m\\u0000\\u000d\\u000a\\u007f\\u009b\\u2028\\u202e\\u2066\\ufeff\\u200b\\u2060\\u3164z',
  );
});

test('Letters of every script and emoji stay as they are; half an emoji becomes an escape.', () => {
  expect(terminalText('Grüße 東京 🙂')).toBe('Grüße 東京 🙂');
  expect(terminalText('🙂'.slice(0, 1))).toBe('\\ud83d');
});

test('Long text is cut, and says so.', () => {
  expect(terminalText('x'.repeat(400))).toBe(`${'x'.repeat(300)}...`);
  expect(terminalText('x'.repeat(400), Infinity)).toHaveLength(400);
});

test('Text of several lines keeps its line breaks and nothing else.', () => {
  expect(terminalLines('a\u001b\nb\r\nc')).toBe('a\\u001b\nb\\u000d\nc');
});
