/** Text as UTF-8. @throws Error in words, for half of a surrogate pair: it would be written as U+FFFD, like any other unpaired half. */
export const bytesOfText = (text: string): Buffer => {
  if (!/\p{Surrogate}/u.test(text)) return Buffer.from(text);
  throw new Error(`Expected text, got half of a surrogate pair in ${JSON.stringify(text.slice(0, 100))}.`);
};
