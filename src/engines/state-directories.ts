import envPaths from 'env-paths';
import path from 'node:path';

export interface StateDirectories {
  /** Engine binaries and jars: may be removed at any time, comes back by itself. */
  readonly cache: string;
  /** What engines store, a folder per instance. */
  readonly data: string;
}

/** Outside the checkout: SLUICE_STATE_DIR, else the folders this operating system has for such files. */
export const stateDirectories = (): StateDirectories => {
  const root = process.env['SLUICE_STATE_DIR'];
  if (root !== undefined && root !== '') {
    return { cache: path.resolve(root, 'cache'), data: path.resolve(root, 'data') };
  }
  const { cache, data } = envPaths('sluice', { suffix: '' });
  return { cache, data };
};
