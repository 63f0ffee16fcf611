import type { EffectRequest } from '../../model/contract/effect-contract';

/** Puts the URL of one callback into a request, and removes it from everything that comes back. */
export class CallbackUrl {
  private readonly token: string;

  constructor(
    readonly url: string,
    /** The text that stands for the URL in history. */
    private readonly marker: string,
  ) {
    this.token = url.slice(url.lastIndexOf('/') + 1);
  }

  /** The request as it leaves, with the URL in place of each marker, even of one that was encoded for a query. */
  into(request: EffectRequest): EffectRequest {
    // The URL needs no escapes in JSON, see `resolvedCallbacks`.
    const text = JSON.stringify(request)
      .replaceAll(this.marker, this.url)
      .replaceAll(encodeURIComponent(this.marker), encodeURIComponent(this.url));
    return JSON.parse(text) as EffectRequest;
  }

  /** Answers and errors may repeat the request, whole or cut short, and must not bring the capability into history. */
  outOf<T>(value: T): T {
    const text = JSON.stringify(value)
      .replaceAll(this.url, this.marker)
      .replaceAll(encodeURIComponent(this.url), encodeURIComponent(this.marker))
      .replaceAll(this.remains, '***');
    return JSON.parse(text) as T;
  }

  /** Matches the token without its address, or as much of it as was not cut off. */
  private get remains(): RegExp {
    const claims = this.token.slice(0, this.token.lastIndexOf('.')).replaceAll('.', '\\.');
    return new RegExp(`${claims}[A-Za-z0-9_.-]*`, 'g');
  }
}
