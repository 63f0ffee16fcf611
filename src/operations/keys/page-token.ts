import { z } from 'zod';
import { GatewayError } from '../../errors';
import { defined } from '../../model/defined';

/** Where a list continues: in visibility's pages, in the chains of one lane, or in the agents of one host. */
export interface ListCursor {
  /** Visibility's own token, in base64. */
  readonly visible?: string;
  /** Lanes up to this one are done, in the order of their ids. */
  readonly lane?: string;
  /** Chains of that lane up to this one are done; absent if all are. */
  readonly chain?: string;
}

const schema = z.strictObject({
  asked: z.string(),
  cursor: z.strictObject({
    visible: z.string().optional(),
    lane: z.string().optional(),
    chain: z.string().optional(),
  }),
});

/** `asked` identifies the list: a token continues only that list. */
export const pageToken = (asked: string, cursor: ListCursor): string =>
  Buffer.from(JSON.stringify({ asked, cursor })).toString('base64url');

/** @throws GatewayError `refused` for an invalid token or one of another list. */
export const readPageToken = (asked: string, token: string): ListCursor => {
  const found = parsed(token);
  if (found?.asked === asked) {
    const { visible, lane, chain } = found.cursor;
    return {
      ...defined({ visible, lane, chain }),
    };
  }
  const message =
    found === undefined
      ? 'Expected --page to be the page that an earlier list printed, got something else.'
      : '--page continues the list that printed it: give the same names and filters.';
  throw new GatewayError('refused', message);
};

const parsed = (token: string): z.output<typeof schema> | undefined => {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))).data;
  } catch {
    // The text is not JSON, so it is no token.
    return undefined;
  }
};
