/** Where a process listens. */
export interface ListenAddress {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

export const LOOPBACK = '127.0.0.1';

/** `host:port`, `[::1]:port`, or a port of 127.0.0.1; undefined if the text is none of these. */
export const listenAddress = (text: string): ListenAddress | undefined => {
  const [, host = LOOPBACK, digits = ''] = /^(?:(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  return digits !== '' && port <= 65_535 ? { host: host.replaceAll(/[[\]]/g, ''), port } : undefined;
};

/** The address as `listenAddress` reads it. */
export const listenText = ({ host, port }: ListenAddress): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;
