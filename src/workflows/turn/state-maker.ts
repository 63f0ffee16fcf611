// Where a key's state comes from: its handler's initial state, or the state that the previous run carried, migrated if
// a deploy has changed its shape. A fault in the handler's file must not stop the workflow, so it parks the key.
import type { Failure } from '../../model/contract/contract';
import { jsonSize } from '../../model/json/json-size';
import { thrownText } from '../../model/thrown-text';
import type { Chain } from '../chain/chain';
import { refusedAsJson } from './refused-as-json';
import type { KeyState } from '../chain/key-state';
import { rejectHead } from './reject-head';
import type { TurnHost } from './turn-host';

const MAX_STATE_BYTES = 512 * 1024;
/** The version of states kept before handlers had versions, and of handlers that name none. */
export const FIRST_VERSION = 1;

export interface StateMaker<S> {
  /** Version of the state's shape, a growing integer. Keys with an older state go through `migrate`. @default 1 */
  readonly version?: number;
  /** Makes the state of a key that is seen for the first time. */
  readonly initialState: () => S;
  /**
   * Turns a state of an older version into one of this version. It is called once for each key, before its next record.
   * If it throws, the key is parked with its state unchanged.
   */
  readonly migrate?: (state: unknown, fromVersion: number) => S;
}

type Made = { readonly state: unknown } | { readonly failure: Failure };

/** Gives the chain a state of the handler's version. Resolves to false if that fails and the turn ends. */
export const takeState = async <S>(
  chain: Chain,
  maker: StateMaker<S>,
  stateless: boolean,
  host: TurnHost,
): Promise<boolean> => {
  if (stateless) {
    chain.state.none();
    return true;
  }
  const { state } = chain;
  const { version = FIRST_VERSION } = maker;
  if (state.value === undefined) {
    const made = attempted('initialState', () => maker.initialState());
    if ('failure' in made) {
      await rejectHead(chain, made.failure, host);
      return false;
    }
    state.made(made.state, version);
  } else if (state.version !== version) {
    const made = migrated(state, maker, version);
    if ('failure' in made) {
      // The key is parked whatever the policy, because the key, and not this record, is what cannot go on.
      chain.park(made.failure);
      // A fixed handler would replay this run differently. The next run knows only that the key is parked.
      host.leaveSoon();
      return false;
    }
    state.made(made.state, version);
  }
  return true;
};

const migrated = <S>(state: KeyState, { migrate }: StateMaker<S>, version: number): Made => {
  const { version: from } = state;
  const versions = `The state of this key is of version ${from}, the handler of version ${version}`;
  if (from > version) {
    return unmigrated(`${versions}: deploy a handler that knows version ${from}, then retry the key.`);
  }
  if (migrate === undefined) return unmigrated(`${versions} and without \`migrate\`: deploy one with it, then retry.`);
  // `migrate` gets a copy, so that nothing it changed before it threw can stay.
  const copy: unknown = JSON.parse(JSON.stringify(state.value));
  return attempted(`migrate from version ${from}`, () => migrate(copy, from), 'state-version');
};

const unmigrated = (message: string): Made => ({ failure: { code: 'state-version', message } });

const attempted = (
  what: string,
  make: () => unknown,
  code: 'handler-error' | 'state-version' = 'handler-error',
): Made => {
  try {
    const state = make();
    const made = stateJson(state);
    if (made.kind === 'unfit') return { failure: code === 'state-version' ? { ...made.failure, code } : made.failure };
    return { state: code === 'state-version' ? (JSON.parse(made.json) as unknown) : state };
  } catch (error) {
    return { failure: { code, message: `${what}: ${thrownText(error)}`.slice(0, 1_000) } };
  }
};

type StateJson =
  { readonly kind: 'json'; readonly json: string } | { readonly kind: 'unfit'; readonly failure: Failure };

const toJson = (state: unknown): string | undefined => JSON.stringify(state);

/** The state as JSON, or the reason why it cannot be kept. */
export const stateJson = (state: unknown): StateJson => {
  let json: string | undefined;
  let refused: string | undefined;
  try {
    json = toJson(state);
    refused = json === undefined ? undefined : refusedAsJson('The state of the key', state, json);
  } catch (error) {
    return unfit('handler-error', `The state of the key is not JSON: ${thrownText(error)}`.slice(0, 1_000));
  }
  if (json === undefined) return unfit('handler-error', 'The state of the key is not JSON: undefined.');
  if (refused !== undefined) return unfit('handler-error', refused);
  if (jsonSize(json) <= MAX_STATE_BYTES) return { kind: 'json', json };
  const limit = String(MAX_STATE_BYTES);
  const message = `The state of the key would be ${jsonSize(json)} bytes of JSON; at most ${limit} are kept.`;
  return unfit('state-too-large', message);
};

const unfit = (code: Failure['code'], message: string): StateJson => ({ kind: 'unfit', failure: { code, message } });
