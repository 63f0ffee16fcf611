/** What no shell reads as anything but itself, wherever it stands in a word. */
const PLAIN = /^[\w.:/@,+-]+$/;

/** A word of a command line, in quotes where a shell would make something else of it. */
export const shellWord = (word: string): string => (PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
