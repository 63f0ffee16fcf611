import { hostWorkflowId } from '../../../src/model/workflow-id';

export interface Hosted {
  /** Name of the gateway. */
  readonly name: string;
  readonly lanes: number;
  /** Keys `key-0` to the one before this. */
  readonly keys: number;
}

/** The workflows that host the keys of a test. */
export const hostIds = ({ name, lanes, keys }: Hosted): ReadonlySet<string> =>
  new Set(Array.from({ length: keys }, (_, index) => hostWorkflowId(name, 'main', `key-${index}`, lanes)));
