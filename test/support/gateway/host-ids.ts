import { hostWorkflowId } from '../../../src/model/names/workflow-id';

export interface Hosted {
  /** Name of the gateway. */
  readonly name: string;
  readonly lanes: number;
  /** Number of keys, from `key-0` on. */
  readonly keys: number;
}

/** The workflows that host the keys of a test. */
export const hostIds = ({ name, lanes, keys }: Hosted): ReadonlySet<string> =>
  new Set(Array.from({ length: keys }, (_, index) => hostWorkflowId(name, 'main', `key-${index}`, lanes)));
