// How operators select keys by status, and what that means for visibility and for workflows.
import type { ChainStatus } from '../../model/contract/contract';
import type { WorkflowKind } from '../route-workflows';

export const KEY_FILTERS = ['parked', 'retrying', 'postponed', 'paused', 'held', 'all'] as const;
export type KeyFilter = (typeof KEY_FILTERS)[number];

/** Maps a key's status to the workflows that the route's visibility lists under it. */
export const KEY_KINDS: Readonly<Record<KeyFilter, WorkflowKind>> = {
  parked: 'parked',
  retrying: 'moving',
  // One that has failed often is visible as retrying.
  postponed: 'moving',
  paused: 'paused',
  held: 'held',
  all: 'all',
};
/** A lane shows only the most urgent status of its keys. */
export const LANE_KINDS: Readonly<Record<KeyFilter, WorkflowKind>> = {
  ...KEY_KINDS,
  retrying: 'noted',
  postponed: 'noted',
  paused: 'noted',
};

/** What goes on by itself is retrying for who asks: during an outage keys change between the two all the time. */
export const STATUSES: Readonly<Partial<Record<KeyFilter, readonly ChainStatus['status'][]>>> = {
  parked: ['parked'],
  retrying: ['retrying', 'postponed'],
  postponed: ['postponed'],
  paused: ['paused'],
};
