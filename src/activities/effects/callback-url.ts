import type { EffectRequest } from '../../model/contract/effect-contract';

/** A string in JSON. */
// eslint-disable-next-line no-control-regex -- JSON has no control characters in strings
const JSON_TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/g;

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
      // A function, because `$&` in a text would stand for what is replaced.
      .replaceAll(this.marker, () => this.url)
      .replaceAll(encodeURIComponent(this.marker), () => encodeURIComponent(this.url));
    return JSON.parse(text) as EffectRequest;
  }

  /** Answers and errors may repeat the request, whole or cut short, and must not bring the capability into history. */
  outOf<T>(value: T): T {
    const plain = (name: string, inner: unknown): unknown =>
      name === 'source' && typeof inner === 'string' ? this.outOfSource(inner) : inner;
    return JSON.parse(this.without(JSON.stringify(value, plain))) as T;
  }

  /** JSON text beside what it says may write the URL with escapes (`https:\/\/`): both must say the same afterwards. */
  private outOfSource(source: string): string {
    return source.replace(JSON_TEXT, (written) => {
      const text = JSON.parse(written) as string;
      const without = this.without(text);
      return without === text ? written : JSON.stringify(without);
    });
  }

  private without(text: string): string {
    return text
      .replaceAll(this.url, () => this.marker)
      .replaceAll(encodeURIComponent(this.url), () => encodeURIComponent(this.marker))
      .replaceAll(this.remains, '***');
  }

  /** Matches the token without its address, or as much of it as was not cut off. */
  private get remains(): RegExp {
    const claims = this.token.slice(0, this.token.lastIndexOf('.')).replaceAll('.', '\\.');
    return new RegExp(`${claims}[A-Za-z0-9_.-]*`, 'g');
  }
}
