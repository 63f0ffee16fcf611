import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';
import { restartKeys } from '../../../../src/operations/keys/restart-keys';

test('A restart of all keys refuses a destination that the configuration does not have, and asks nobody.', async () => {
  const config = { name: 'g', routes: [], destinations: new Map([['ledger', {}]]) } as unknown as ResolvedConfig;
  const request = { routes: [], destination: 'leger', dryRun: true, withinMs: 1 };
  await expect(restartKeys({} as unknown as Client, config, request, () => undefined)).rejects.toMatchObject({
    code: 'unknown-name',
    message: 'The configuration has no destination "leger"; it has ledger. Did you mean ledger?',
  });
});
