import { existsSync } from 'node:fs';
import path from 'node:path';

const SOURCES = path.resolve(__dirname, '../../fixtures');

export interface GatewayFixture {
  /** The config file. */
  readonly config: string;
  /** Names the bundle of its handlers, if there is one. */
  readonly env: Readonly<Record<string, string>>;
}

/** A folder of test/fixtures as `prepareFixtures` has prepared it for this run; as it is if nothing was prepared. */
export const gatewayFixture = (fixture: string, handlers = './workflows.ts'): GatewayFixture => {
  const folder = process.env['SLUICE_TEST_FIXTURES'];
  if (folder === undefined) return { config: path.join(SOURCES, fixture, 'gateway.config.ts'), env: {} };
  const bundle = path.join(folder, fixture, `${path.basename(handlers, '.ts')}.bundle.json`);
  return {
    config: path.join(folder, fixture, 'gateway.config.mjs'),
    env: existsSync(bundle) ? { SLUICE_WORKFLOW_BUNDLE: bundle } : {},
  };
};
