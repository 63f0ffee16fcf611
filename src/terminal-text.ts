// Formats text for people. Keys, values and messages come from outside: a terminal must show them as text only.

// Control characters, line and paragraph separators, and what shows nothing or turns the direction of text.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const escapedUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
const escaped = (character: string): string => character.split('').map(escapedUnit).join('');

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
