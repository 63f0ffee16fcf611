/** A time span: `'250ms'`, `'10s'`, `'5m'`, `'1h'`, `'30d'`. */
export type Duration = string;
