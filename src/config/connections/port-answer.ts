// Why an engine cannot be reached: the libraries only say that nothing came in time.
import { connect, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';

/** What answers at an address: no such name, nobody, somebody with TLS, or somebody without it. */
export type PortAnswer = 'unknown-name' | 'nobody' | 'tls' | 'no-tls';

const WAIT_MS = 2_000;

/** `[::1]:9092` or `host:9092`; without a port, `byDefault`. */
const placeOf = (address: string, byDefault: number): { readonly host: string; readonly port: number } => {
  const [, bracketed, name, port] = /^(?:[a-z]+:\/\/)?(?:\[([^\]]*)\]|([^:/]*))(?::(\d{1,5}))?/i.exec(address) ?? [];
  return { host: bracketed ?? name ?? '', port: port === undefined ? byDefault : Number(port) };
};

/** The code of what went wrong; `late` if nothing came in time; undefined if the event came. */
const eventOf = (socket: Socket, event: string): Promise<string | undefined> =>
  new Promise<string | undefined>((resolve) => {
    const late = (): void => {
      resolve('late');
    };
    socket.setTimeout(WAIT_MS, late);
    socket.once('close', late);
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? 'failed');
    });
    socket.once(event, () => {
      resolve(undefined);
    });
  }).finally(() => socket.destroy());

const UNRESOLVED: ReadonlySet<string | undefined> = new Set(['ENOTFOUND', 'EAI_AGAIN']);

/** Looks at what listens at `address`. It sends no credentials and trusts nobody. Never rejects; takes at most 4 s. */
export const portAnswer = async (address: string, byDefault: number): Promise<PortAnswer> => {
  const place = placeOf(address, byDefault);
  try {
    const reached = await eventOf(connect(place), 'connect');
    if (UNRESOLVED.has(reached)) return 'unknown-name';
    if (reached !== undefined) return 'nobody';
    // Nothing is said over this connection, so whose certificate it shows does not matter.
    const greeted = await eventOf(tlsConnect({ ...place, rejectUnauthorized: false }), 'secureConnect');
    return greeted === undefined ? 'tls' : 'no-tls';
  } catch {
    return 'nobody'; // a port or host that is none
  }
};

export interface Expected {
  /** `Temporal`. */
  readonly engine: string;
  /** True if the client speaks TLS. */
  readonly tls: boolean;
  /** The setting that turns TLS on or off, such as KAFKA_SSL. */
  readonly setting: string;
  readonly usualPort: number;
}

/** Says in words why `engine` did not answer; undefined if the error itself is what there is to say. */
export const portWords = (answer: PortAnswer, { engine, tls, setting, usualPort }: Expected): string | undefined => {
  if (answer === 'unknown-name') return 'its host name cannot be resolved';
  if (answer === 'nobody') return 'nothing listens there';
  if (answer === 'tls' && tls) return undefined;
  if (answer === 'tls') return `what listens there expects TLS: set ${setting}=true`;
  if (tls) return `what listens there has no TLS, which ${setting} asks for`;
  return `something listens there, but it does not answer as ${engine} does, whose usual port is ${usualPort}`;
};
