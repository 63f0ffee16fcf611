/** Defaults that rules across options need besides the schema. */
export const DEFAULTS = {
  retryInitial: '500ms',
  retryMaximum: '1m',
  idempotencyHeader: 'Idempotency-Key',
  tokenHeader: 'Sluice-Token',
  callbackHeader: 'Sluice-Callback-Url',
  bytesPerSignal: 1_048_576,
  inlineBytes: 262_144,
} as const;
