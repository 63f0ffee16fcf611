// The headers of a destination's calls. Secrets from files may change while the worker runs, as platforms rotate them:
// the files are read again before calls, and when the API refuses what was sent.
import { setTimeout as delay } from 'node:timers/promises';
import { HEADER_VALUE } from '../../../config/checking/header-schemas';
import { diskFiles, type Files } from '../../../config/environment/environment';
import type { HttpDestination } from '../../../config/destination/resolved-destination';
import { fileSecret } from '../../../config/environment/secret';

/** A file is read at most this often before calls. It is small, and reading it sees a swapped symbolic link too. */
const READ_EVERY_MS = 1_000;
/** A file may be read while it is being written: what is new counts only if it stands there for so long. */
const SETTLED_MS = 100;
/** A timer may fire a moment before the clock says so, and then the file would not count as settled yet. */
const SETTLE_WAIT_MS = SETTLED_MS + 20;
/** How many secrets read later are kept out of messages: a call under way may have been sent with a former one. */
const LATER_SECRETS = 20;

type Headers = Readonly<Record<string, string>>;
type Options = Pick<HttpDestination, 'headers' | 'secrets' | 'secretFiles'>;

/** Learns what became of a header's secret. The secret itself must go nowhere. */
export type SecretListener = (header: string, news: 'changed' | 'unreadable') => void;

export class DestinationHeaders {
  private headers: Headers;
  /** Secrets read after the start, the newest first. */
  private read: readonly string[] = [];
  private all: readonly string[];
  private readAt = -Infinity;
  private readonly unreadable = new Set<string>();
  /** By header, what is new in its file and since when. */
  private readonly unsettled = new Map<string, { readonly secret: string; readonly since: number }>();

  constructor(
    private readonly options: Options,
    private readonly changed: SecretListener = () => undefined,
    private readonly readFile: Files['read'] = diskFiles.read,
    private readonly now: () => number = () => performance.now(),
    private readonly wait: (ms: number) => Promise<unknown> = delay,
  ) {
    this.headers = options.headers;
    this.all = options.secrets;
  }

  /** The headers to send now; another object after each change. */
  get current(): Headers {
    const everyMs = this.unsettled.size > 0 ? SETTLED_MS : READ_EVERY_MS;
    if (this.now() - this.readAt >= everyMs) this.readAgain();
    return this.headers;
  }

  /** Secrets that must never be shown, former ones too; another list after each change. */
  get secrets(): readonly string[] {
    return this.all;
  }

  /** Reads the files now; true if a call that was sent with `sent` would now be sent with other headers. */
  async renewedSince(sent: Headers): Promise<boolean> {
    this.readAgain();
    if (this.headers !== sent || this.unsettled.size === 0) return this.headers !== sent;
    await this.wait(SETTLE_WAIT_MS);
    this.readAgain();
    return this.headers !== sent;
  }

  private readAgain(): void {
    this.readAt = this.now();
    for (const { header, prefix, path } of this.options.secretFiles) {
      const secret = this.secretIn(path, header);
      if (secret === undefined || this.headers[header] === prefix + secret) {
        this.unsettled.delete(header);
        continue;
      }
      if (!this.isSettled(header, secret)) continue;
      this.headers = { ...this.headers, [header]: prefix + secret };
      this.read = [secret, ...this.read.filter((known) => known !== secret)].slice(0, LATER_SECRETS);
      this.all = [...this.options.secrets, ...this.read];
      this.changed(header, 'changed');
    }
  }

  /** True if the file has held the same for a while. */
  private isSettled(header: string, secret: string): boolean {
    const before = this.unsettled.get(header);
    const now = this.now();
    if (before?.secret !== secret) this.unsettled.set(header, { secret, since: now });
    else if (now - before.since >= SETTLED_MS) return this.unsettled.delete(header);
    return false;
  }

  /** Undefined while the file holds no secret, perhaps because it is being written: the one before then stays. */
  private secretIn(path: string, header: string): string | undefined {
    const secret = fileSecret(path, this.readFile);
    if (secret !== undefined && HEADER_VALUE.test(secret)) {
      this.unreadable.delete(header);
      return secret;
    }
    if (!this.unreadable.has(header)) this.changed(header, 'unreadable');
    this.unreadable.add(header);
    return undefined;
  }
}
