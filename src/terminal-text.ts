// Formats text for people. Keys, values and messages come from outside: a terminal must show them as text only.

// This matches C0, DEL, C1, line and paragraph separators, and characters that reverse the direction of text.
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** `1 letter`, `2 letters`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Returns the text on one line without control characters, cut to `max` characters. */
export const terminalText = (text: string, max = 300): string => {
  const cut = text.length > max ? `${text.slice(0, max)}...` : text;
  return cut.replace(UNSAFE, escaped).replace(/\p{Surrogate}/gu, escaped);
};

/** Does the same line by line, for messages of several lines. */
export const terminalLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => terminalText(line, 2_000))
    .join('\n');
