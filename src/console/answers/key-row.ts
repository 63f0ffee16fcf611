import { causeOf } from '../../model/keys/cause';
import { defined } from '../../model/defined';
import { keyText } from '../../operations/keys/key-text';
import type { ListedKey } from '../../operations/keys/list-keys';
import { terminalText } from '../../terminal-text';
import type { KeyAddress, KeyRow } from '../wire/keys';

export const keyAddress = (route: string, chain: string): KeyAddress => ({
  route,
  chain: Buffer.from(chain, 'utf8').toString('base64url'),
});

export const placeText = (place: {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}): string => `${terminalText(place.topic, 100)}/${place.partition}/${place.offset}`;

/** `idle` and `retired` keys are in no list. */
export type KeyStanding = ListedKey['status'] | 'retired';
type Standing = Omit<ListedKey, 'workflowId' | 'status'> & { readonly status: KeyStanding };
type Trouble = Pick<KeyRow, 'cause' | 'destination' | 'step' | 'perhapsDone'>;

/** Without the words of the failure, which may quote what an API or a handler has said of the record. */
const troubleOf = ({ failure, wait, doubts = [] }: Standing): Trouble => {
  const { destination, step } = { ...wait, ...failure };
  const perhapsDone = doubts.length > 0 || failure?.perhapsDone === true;
  return {
    ...defined({ cause: failure === undefined ? wait?.reason : causeOf(failure) }),
    ...defined({ destination: destination && terminalText(destination, 100), step: step && terminalText(step, 100) }),
    ...(perhapsDone ? { perhapsDone } : {}),
  };
};

export const keyRow = (route: string, key: Standing): KeyRow => {
  const { chain, status, beneath, waiting, head, attempts, nextAttempt, wait } = key;
  const since = key.since ?? (wait === undefined ? undefined : new Date(wait.since).toISOString());
  return {
    ...(chain === undefined ? {} : { address: keyAddress(route, chain) }),
    name: keyText(chain),
    status,
    ...defined({ beneath, since, waiting, attempts, nextAttempt }),
    ...(head === undefined ? {} : { record: placeText(head) }),
    ...troubleOf(key),
  };
};
