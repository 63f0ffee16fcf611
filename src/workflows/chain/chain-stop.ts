import type { ChainBlock } from '../../model/contract/contract';

/** What stops a chain. A pause leaves the block beneath it unchanged. */
export interface ChainStop {
  readonly block: ChainBlock | undefined;
  /** When an operator paused it. */
  readonly pausedAt: number | undefined;
}
