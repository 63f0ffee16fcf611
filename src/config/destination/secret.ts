/**
 * A value that comes from the environment, or from a file named by the environment, and is never printed.
 * `secret('LEDGER_TOKEN', { prefix: 'Bearer ' })` reads LEDGER_TOKEN, else the file that LEDGER_TOKEN_FILE names.
 */
export interface Secret {
  readonly secretFrom: string;
  readonly prefix: string;
}

export const secret = (variable: string, options: { readonly prefix?: string } = {}): Secret => ({
  secretFrom: variable,
  prefix: options.prefix ?? '',
});
