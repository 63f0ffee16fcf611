// A shelf, where the states of some of a route's retired keys lie. Updates write it, so that whoever puts or takes a
// key knows the outcome. It ends only by continue-as-new, with everything that lies on it.
import { CancellationScope, condition, setCurrentDetails } from '@temporalio/workflow';
import { SNAPSHOT_QUERY, STATUS_QUERY } from '../../model/contract/contract';
import { Shelf } from '../../model/keys/shelf';
import {
  RECALL_UPDATE,
  SHELVE_UPDATE,
  SHELVED_QUERY,
  TAKE_UPDATE,
  type ShelfEntry,
  type ShelfInput,
} from '../../model/contract/shelf-contract';
import { isText } from '../../model/wire/plain-shapes';
import {
  isRecallRequest,
  isShelfInput,
  isShelvedRun,
  isTakeRequest,
  isWholeShelfInput,
} from '../../model/wire/shelf-inputs';
import { refused } from '../chain/commandable';
import { continueOnCurrentBuild } from '../host/continue-on-current-build';
import { RunLength } from '../host/run-length';
import { onBareQuery, onQuery, onUpdate } from '../wire/checked-handlers';
import { checkedStart } from '../wire/checked-start';

export const sluiceShelf = checkedStart(
  isShelfInput,
  (input) => CancellationScope.nonCancellable(() => keepShelf(input)),
  isWholeShelfInput,
);

const keepShelf = async (input: ShelfInput): Promise<never> => {
  const shelf = new Shelf(input.entries);
  const length = new RunLength();
  const shown = <T>(answer: T): T => {
    const { retired, bytes, limit } = shelf.status;
    setCurrentDetails(`${retired} retired keys, ${bytes} of ${limit} bytes.`);
    return answer;
  };
  // None of the handlers waits, so an accepted Update is done in the same step.
  onUpdate(SHELVE_UPDATE, isShelvedRun, { act: (run) => shown(shelf.put(run, Date.now())) });
  onUpdate(TAKE_UPDATE, isTakeRequest, { act: (asked) => shown(shelf.take(asked, Date.now())) });
  onUpdate(RECALL_UPDATE, isRecallRequest, {
    validate: (request) => {
      if (!shelf.mayRecall(request)) throw refused('This shelf has no room for marks of keys that it does not know.');
    },
    act: (request) => {
      shelf.recall(request, Date.now());
      return shown(null);
    },
  });
  onQuery(SHELVED_QUERY, isText, (workflowId): ShelfEntry | null => shelf.look(workflowId) ?? null);
  onBareQuery(STATUS_QUERY, () => shelf.status);
  const carry = (): ShelfInput => ({ ...input, entries: shelf.carry() });
  onBareQuery(SNAPSHOT_QUERY, carry);
  length.listen();
  shown(null);
  // Temporal also suggests continue-as-new when a run has taken nearly all the Updates that it may.
  await condition(() => length.isFull());
  return continueOnCurrentBuild(carry());
};
