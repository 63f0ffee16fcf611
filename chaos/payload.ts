import { createHash } from 'node:crypto';

/**
 * What a producer writes. Those routes without code carry texts that no parser gives back as they were: white space,
 * escapes, numbers beyond 2^53 and beyond doubles, and a name that stands twice.
 */
export const payloadOf = (route: string, key: string, at: number): string =>
  route === 'accounts'
    ? JSON.stringify({ key, at })
    : ` {"at" :${at},\t"key":"${key}", "id":9007199254740993, "wei":1000000000000000001${at % 10},"x":1e400,` +
      ` "d":1.10,"e":1.0,"s":"\\u00e9\\/\u00e9","same":1,"same":2 }\n`;

/** Names bytes, or several pieces of them in their order. */
export const digestOf = (...pieces: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(`${piece.length} `).update(piece);
  return hash.digest('base64url').slice(0, 16);
};
