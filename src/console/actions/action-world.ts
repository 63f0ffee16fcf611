import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { Log } from '../../log';

/** What actions need of the process. */
export interface ActionWorld {
  readonly config: ResolvedConfig;
  readonly client: Client;
  readonly log: Log;
}
