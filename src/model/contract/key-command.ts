import type { WireBytes } from './record';
import type { TimedCommand } from './timed-command';

/**
 * `offset` and `shown` prevent acting on a record that the operator did not see; `key` allows a pause of a key not known
 * yet.
 */
export interface KeyCommand extends TimedCommand {
  readonly chain: string;
  readonly offset?: string;
  /** What was shown of the record beside its offset, which other partitions have too; older workers do not look at it. */
  readonly shown?: { readonly topic: string; readonly partition: number; readonly revision: number };
  readonly key?: WireBytes | null;
}
