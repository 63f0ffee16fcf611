// The text of an HTTP body. APIs write it in the charset that `Content-Type` names. What is no text in that charset
// is refused: U+FFFD in the place of bytes would make one id of two.

/** Some servers put the name in single quotes, which are none in HTTP. `binary` says that there is no charset. */
const CHARSET = /;\s*charset\s*=\s*["']?(?!binary\b)([^\s"';]+)/i;
/** Other bodies may be no text. */
const OF_TEXT =
  /^\s*(?:$|;|text\/|[^;]*\b(?:(?:nd)?json(?:l|lines|5)?|xml|yaml|csv|javascript|x-www-form-urlencoded)\b)/i;
/** Servers that name a charset for everything do so for these, too. */
const NEVER_TEXT =
  /^\s*(?:(?:image|audio|video|font)\/(?![^;]*\bxml\b)|application\/(?:pdf|(?:x-)?(?:zip|gzip)(?:-compressed)?)\s*(?:;|$))/i;
/** What nobody knows may be text in the charset that it names, if that is one. */
const UNKNOWN = /^\s*application\/octet-stream\b/i;
const NO_TYPE = /^\s*(?:$|;)/;
/** A byte order mark at the beginning says more than the type does (as in browsers), and is no part of the text. */
const UTF_8 = ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])] as const;
/** Other bodies than text may begin with these by chance. */
const MARKS_OF_TEXT = [
  UTF_8,
  ['utf-16be', Buffer.from([0xfe, 0xff])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
] as const;

const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * The text of a body, without a mark at its beginning. `strict` takes the charset that any type names at its word.
 * @throws Error in words, if the body is not in its charset or Sluice does not know that.
 */
export const bodyText = (bytes: Buffer, contentType = '', strict = false): string => {
  const charset = charsetOf(bytes, contentType, strict);
  const decoder = decoderOf(charset);
  try {
    return decoder.encoding === 'windows-1252' ? windows1252(bytes) : decoder.decode(bytes);
  } catch {
    // The decoder says no more than this.
    throw new Error(`is not valid text in ${charset}`);
  }
};

/** True for a body that is bytes: its type has no text, or it is no text and its type does not say that it is. */
export const holdsBytes = (bytes: Buffer, contentType = ''): boolean => {
  if (NEVER_TEXT.test(contentType)) return true;
  if (!NO_TYPE.test(contentType) && !UNKNOWN.test(contentType) && promisesText(contentType)) return false;
  try {
    bodyText(bytes, contentType);
    return false;
  } catch {
    // Why it is no text does not matter.
    return true;
  }
};

const charsetOf = (bytes: Buffer, contentType: string, strict: boolean): string => {
  const marks = promisesText(contentType) ? MARKS_OF_TEXT : [UTF_8];
  const marked = marks.find(([, mark]) => bytes.subarray(0, mark.length).equals(mark))?.[0];
  const named = marked ?? CHARSET.exec(contentType)?.[1] ?? 'utf-8';
  // A call that is done must not fail by a charset that means nothing, such as that of an image.
  return strict || needsCharset(contentType) || isCharset(named) ? named : 'utf-8';
};

const promisesText = (contentType: string): boolean =>
  OF_TEXT.test(contentType) || (CHARSET.test(contentType) && !NEVER_TEXT.test(contentType));

const needsCharset = (contentType: string): boolean => !NEVER_TEXT.test(contentType) && !UNKNOWN.test(contentType);

const isCharset = (name: string): boolean => {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
};

/** Node 20 takes it for Latin-1, which has control characters in these places. */
const windows1252 = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char);

const decoderOf = (charset: string): InstanceType<typeof TextDecoder> => {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    const shown = JSON.stringify(charset.slice(0, 40));
    throw new Error(`is in the charset ${shown}, which Sluice does not know: UTF-8 is best for JSON`);
  }
};
