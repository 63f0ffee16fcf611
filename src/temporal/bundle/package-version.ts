import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Version of the installed package. */
export const packageVersion = (): string => {
  const file = path.join(__dirname, '../../../package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  return version;
};
