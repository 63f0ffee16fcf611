export interface VariableRow {
  readonly name: string;
  readonly about: string;
  /** Option that overrides the variable. */
  readonly option?: string;
}

/** Every environment variable that Sluice reads, apart from the secrets that a config file names itself. */
export const variableTable: readonly VariableRow[] = [
  {
    name: 'KAFKA_BROKERS',
    option: 'kafka.brokers',
    about: "Brokers that the gateway connects to first, as 'host:port', separated by commas.",
  },
  {
    name: 'KAFKA_BOOTSTRAP_SERVERS',
    option: 'kafka.brokers',
    about: 'The same under the name that Java clients use. Setting both to different values is a problem.',
  },
  { name: 'KAFKA_CLIENT_ID', option: 'kafka.clientId', about: "Client id. Default: the gateway's name." },
  { name: 'KAFKA_SSL', option: 'kafka.ssl', about: '`true` connects with TLS.' },
  { name: 'KAFKA_SSL_CA', about: "Path of a PEM file with the certificate authority of the brokers. Default: Node's." },
  { name: 'KAFKA_SSL_CERT', about: 'Path of a PEM file with the client certificate. Needs KAFKA_SSL_KEY.' },
  { name: 'KAFKA_SSL_KEY', about: "Path of a PEM file with the client certificate's key." },
  {
    name: 'KAFKA_SASL_MECHANISM',
    about: '`plain`, `scram-sha-256` or `scram-sha-512`, in upper or lower case. Default: no SASL.',
  },
  { name: 'KAFKA_SASL_USERNAME', about: 'User name for SASL.' },
  { name: 'KAFKA_SASL_PASSWORD', about: 'Password for SASL.' },
  {
    name: 'KAFKA_SASL_PASSWORD_FILE',
    about: 'File that holds the password, read if KAFKA_SASL_PASSWORD is not set.',
  },
  { name: 'TEMPORAL_ADDRESS', about: 'host:port of the frontend. Default: `localhost:7233`.' },
  { name: 'TEMPORAL_NAMESPACE', about: 'Namespace. Default: `default`.' },
  { name: 'TEMPORAL_API_KEY', about: 'API key; switches TLS on.' },
  {
    name: 'TEMPORAL_PROFILE',
    option: 'temporal.profile',
    about: 'Profile to read from temporal.toml. Default: `default`.',
  },
  {
    name: 'TEMPORAL_CONFIG_FILE',
    about: "Path of temporal.toml. Default: `temporalio/temporal.toml` in the user's configuration directory.",
  },
  { name: 'TEMPORAL_TLS', about: '`true` connects with TLS, `false` without, whatever the profile says.' },
  { name: 'TEMPORAL_TLS_CLIENT_CERT_PATH', about: 'Path of the client certificate (PEM).' },
  { name: 'TEMPORAL_TLS_CLIENT_CERT_DATA', about: 'The client certificate itself.' },
  { name: 'TEMPORAL_TLS_CLIENT_KEY_PATH', about: "Path of the client certificate's key (PEM)." },
  { name: 'TEMPORAL_TLS_CLIENT_KEY_DATA', about: 'The key itself.' },
  { name: 'TEMPORAL_TLS_SERVER_CA_CERT_PATH', about: "Path of the server's certificate authority (PEM)." },
  { name: 'TEMPORAL_TLS_SERVER_CA_CERT_DATA', about: 'The certificate authority itself.' },
  { name: 'TEMPORAL_TLS_SERVER_NAME', about: "Name to expect in the server's certificate." },
  {
    name: 'TEMPORAL_GRPC_META_*',
    about: 'Headers of every call to Temporal; an empty one removes a header of the profile.',
  },
  {
    name: 'SLUICE_BUILD_ID',
    option: 'worker.deployment.buildId',
    about: 'Build id of the workers; switches worker versioning on.',
  },
  {
    name: 'SLUICE_WORKFLOW_BUNDLE',
    about: 'File that `sluice bundle` made; workers start with it instead of bundling the handlers themselves.',
  },
  {
    name: 'SLUICE_METRICS_LISTEN',
    about:
      "Address of `/metrics`, `/healthz` and `/readyz`, as 'host:port' or a port of 127.0.0.1. It overrides `metrics.listen`.",
  },
  {
    name: 'SLUICE_CONSOLE_TOKEN',
    about:
      '`sluice console` and `sluice dev`: the token of the console, of at least 32 characters. Default: a new one for each start.',
  },
  {
    name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    about:
      "URL of a collector's OTLP receiver for traces over HTTP; spans are sent there. It overrides `tracing.endpoint`.",
  },
  {
    name: 'OTEL_*',
    about:
      "The other variables of OpenTelemetry's exporter, such as `OTEL_EXPORTER_OTLP_HEADERS` and `OTEL_SERVICE_NAME`.",
  },
  {
    name: 'SLUICE_KAFKA_BROKERS',
    about: '`sluice dev`, demo and tests: use these brokers instead of starting a Kafka.',
  },
  { name: 'SLUICE_TEMPORAL_BINARY', about: '`sluice dev`, demo and tests: path of the `temporal` program to start.' },
  {
    name: 'SLUICE_STATE_DIR',
    about:
      "`sluice dev`, demo and tests: directory of engines and their data. Default: the user's cache and data directories.",
  },
  { name: 'KAFKA_HOME', about: '`sluice dev`, demo and tests: a Kafka installation to start from.' },
  { name: 'JAVA_HOME', about: '`sluice dev`, demo and tests: the Java that runs Kafka. Default: `java` on PATH.' },
  { name: 'LOG_FORMAT', about: '`json` or `pretty`. Default: `pretty` at a terminal, else `json`.' },
  { name: 'LOG_LEVEL', about: '`debug`, `info`, `warn`, `error` or `silent`. Default: `info`.' },
];
