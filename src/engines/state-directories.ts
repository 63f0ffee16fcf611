import envPaths from 'env-paths';
import path from 'node:path';

export interface StateDirectories {
  /** Engine binaries and jars: this folder may be removed at any time and is then filled again. */
  readonly cache: string;
  /** The engines' data, one folder per instance. */
  readonly data: string;
}

/** Folders outside the checkout: SLUICE_STATE_DIR, otherwise those that this operating system has for such files. */
export const stateDirectories = (): StateDirectories => {
  const root = process.env['SLUICE_STATE_DIR'];
  if (root !== undefined && root !== '') {
    return { cache: path.resolve(root, 'cache'), data: path.resolve(root, 'data') };
  }
  const { cache, data } = envPaths('sluice', { suffix: '' });
  return { cache, data };
};
