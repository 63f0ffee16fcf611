import type { ResolvedConfig } from './resolved-config';

const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return Buffer.isBuffer(value) ? [value.toString('utf8')] : [];
};

const kafkaSecrets = ({ sasl, ssl }: ResolvedConfig['kafka']): readonly string[] => [
  ...(sasl !== undefined && 'password' in sasl ? textsOf(sasl.password) : []),
  ...(typeof ssl === 'object' ? textsOf(ssl.key) : []),
];

const temporalSecrets = ({ connectionOptions }: ResolvedConfig['temporal']): readonly string[] => {
  const { apiKey, tls } = connectionOptions;
  const key = typeof tls === 'object' ? tls?.clientCertPair?.key : undefined;
  return [...textsOf(apiKey), ...textsOf(key && Buffer.from(key))];
};

/** The values in a configuration that nothing may show; those in files as they were when it was read. */
export const secretsOf = ({ kafka, temporal, callbacks, destinations }: ResolvedConfig): readonly string[] => [
  ...kafkaSecrets(kafka),
  ...temporalSecrets(temporal),
  ...(callbacks?.secrets ?? []),
  ...Array.from(destinations.values()).flatMap((one) => (one.kind === 'http' ? one.secrets : [])),
];

/** Files that hold secrets of a configuration and may be replaced while a gateway runs. */
export const secretFilesOf = ({ destinations }: Pick<ResolvedConfig, 'destinations'>): readonly string[] =>
  Array.from(destinations.values()).flatMap((one) =>
    one.kind === 'http' ? one.secretFiles.map(({ path }) => path) : [],
  );
