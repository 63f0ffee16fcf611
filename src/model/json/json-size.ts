/**
 * The most bytes that JSON text takes as UTF-8: exact for ASCII, an upper bound for the rest. Limits on payloads are in
 * bytes, and counting them exactly would cost more than it is worth.
 */
export const jsonSize = (json: string): number => (isAscii(json) ? json.length : json.length * 3);

// eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);
