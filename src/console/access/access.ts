// Who may open the console, and what a request must have to change something. See docs/console.md.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export interface AccessSettings {
  readonly token: string;
  readonly port: number;
  /** `host` or `host:port` under which browsers reach the console, besides the names of loopback. */
  readonly hosts: readonly string[];
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Takes the same time whatever the texts are. */
const same = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

/** The name of a scheme has no case, by RFC 9110, section 11.1. */
const BEARER = /^bearer ([\x21-\x7e]{1,512})$/i;
const JSON_TYPE = /^application\/json(?:\s*;\s*charset=utf-8)?$/i;

export class Access {
  /** Of the cookie that stands for the token. Ports share cookies, so the port is in its name. */
  readonly cookieName: string;
  /** Neither of these two gives the token away. */
  readonly cookieValue: string;
  readonly csrf: string;
  private readonly hosts: ReadonlySet<string>;

  constructor(private readonly settings: AccessSettings) {
    const { port, token, hosts } = settings;
    this.cookieName = `sluice_${port}`;
    this.cookieValue = createHmac('sha256', token).update('cookie').digest('base64url');
    this.csrf = createHmac('sha256', token).update('csrf').digest('base64url');
    const loopback = ['127.0.0.1', 'localhost', '[::1]'].map((host) => `${host}:${port}`);
    this.hosts = new Set([...loopback, ...hosts.map((host) => host.toLowerCase())]);
  }

  /** A page whose own name was made to point here sends that name (DNS rebinding). */
  isHost(host: string | undefined): boolean {
    return host !== undefined && this.hosts.has(host.toLowerCase());
  }

  isToken(text: string): boolean {
    return same(text, this.settings.token);
  }

  isKnown(cookie: string | undefined, authorization: string | undefined): boolean {
    if (cookie !== undefined && same(cookie, this.cookieValue)) return true;
    const bearer = BEARER.exec(authorization ?? '')?.[1];
    return bearer !== undefined && this.isToken(bearer);
  }

  /** Says why a request that would change something is refused; undefined if it is not. */
  refusal(header: (name: string) => string | undefined): string | undefined {
    if (!JSON_TYPE.test(header('content-type') ?? '')) return 'Expected Content-Type: application/json.';
    if (!this.isOwnOrigin(header('origin'))) return 'Expected the Origin of this console.';
    const site = header('sec-fetch-site');
    if (site !== undefined && site !== 'same-origin') return 'Another site sent this request.';
    if (!same(header('x-sluice-console') ?? '', this.csrf)) {
      return 'Expected the header X-Sluice-Console with the csrf of /api/session.';
    }
    return undefined;
  }

  /** A proxy in front of the console may speak HTTPS. */
  private isOwnOrigin(origin: string | undefined): boolean {
    const host = /^https?:\/\/([^/]+)$/.exec(origin ?? '')?.[1];
    return this.isHost(host);
  }
}
