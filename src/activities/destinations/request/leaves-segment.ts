/**
 * True for text that would leave its segment of a path, encoded or not: many servers decode `%2F`, take `\` for `/` and
 * drop what follows a `;`, and then resolve `..`. `text` may be bytes, each a character.
 */
export const leavesSegment = (text: string): boolean =>
  text.split(/[/\\]/).some((segment) => /^\.{1,2}(?:;|$)/.test(segment));
