import type { Readable } from 'node:stream';
import type { AxiosResponse } from 'axios';
import type { HttpDestination } from '../../config/destination/resolved-destination';
import { redirect } from './redirect';
import { readBody } from './response-body';

/** Redirects that one call follows, if its destination follows any. */
const MOST_HOPS = 3;
/** The body of a redirect is read up to this size, so that the connection can be used again. */
const UNWANTED_BYTES = 65_536;
const SHOWN_CHARACTERS = 200;

export interface FinalAnswer {
  readonly response: AxiosResponse<Readable>;
  /** Words that follow the status of a redirect that is not followed, because a person has to decide; else ''. */
  readonly redirected: string;
}

/** Makes requests, and follows redirects as far as the destination lets it. */
export class Redirects {
  constructor(
    private readonly options: Pick<HttpDestination, 'redirects' | 'baseUrl'>,
    /** Removes secrets from words. */
    private readonly redact: (text: string) => string,
  ) {}

  async answer(first: URL, request: (url: URL) => Promise<AxiosResponse<Readable>>): Promise<FinalAnswer> {
    const { redirects, baseUrl } = this.options;
    for (let url = first, hops = 0; ; hops += 1) {
      const response = await request(url);
      const { location } = response.headers as { readonly location?: unknown };
      const found = typeof location === 'string' ? redirect(response.status, location, url, baseUrl) : undefined;
      if (found === undefined) return { response, redirected: '' };
      // Redact before cutting: half a secret at the end would not be recognised.
      const words = ` to ${this.redact(found.where).slice(0, SHOWN_CHARACTERS)}, not followed`;
      if (redirects === 'refuse') return { response, redirected: words };
      if ('not' in found.follow) return { response, redirected: `${words}: ${found.follow.not}` };
      if (hops === MOST_HOPS) return { response, redirected: `${words}: ${MOST_HOPS} others led there` };
      await readBody(response.data, UNWANTED_BYTES);
      url = found.follow.url;
    }
  }
}
