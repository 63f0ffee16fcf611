// A shelf, where the states of some of a route's retired keys lie. Updates write it, so that whoever puts or takes a
// key knows the outcome. It ends only by continue-as-new, with everything that lies on it.
import {
  CancellationScope,
  condition,
  defineQuery,
  defineUpdate,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import { SNAPSHOT_QUERY, STATUS_QUERY } from '../../model/contract/contract';
import { Shelf } from '../../model/shelf';
import {
  RECALL_UPDATE,
  SHELVE_UPDATE,
  SHELVED_QUERY,
  TAKE_UPDATE,
  type RecallRequest,
  type ShelfEntry,
  type ShelfInput,
  type ShelfStatus,
  type ShelveAnswer,
  type ShelvedRun,
  type TakeAnswer,
  type TakeRequest,
} from '../../model/contract/shelf-contract';
import { continueOnCurrentBuild } from '../host/continue-on-current-build';
import { RunLength } from '../host/run-length';

export const sluiceShelf = (input: ShelfInput): Promise<never> =>
  CancellationScope.nonCancellable(() => keepShelf(input));

const keepShelf = async (input: ShelfInput): Promise<never> => {
  const shelf = new Shelf(input.entries);
  const length = new RunLength();
  const shown = <T>(answer: T): T => {
    const { retired, bytes, limit } = shelf.status;
    setCurrentDetails(`${retired} retired keys, ${bytes} of ${limit} bytes.`);
    return answer;
  };
  // None of the handlers waits, so an accepted Update is done in the same step.
  setHandler(defineUpdate<ShelveAnswer, [ShelvedRun]>(SHELVE_UPDATE), (run) => shown(shelf.put(run, Date.now())));
  setHandler(defineUpdate<TakeAnswer, [TakeRequest]>(TAKE_UPDATE), (asked) => shown(shelf.take(asked, Date.now())));
  setHandler(defineUpdate<null, [RecallRequest]>(RECALL_UPDATE), (request) => {
    shelf.recall(request, Date.now());
    return shown(null);
  });
  setHandler(defineQuery<ShelfEntry | null, [string]>(SHELVED_QUERY), (workflowId) => shelf.look(workflowId) ?? null);
  setHandler(defineQuery<ShelfStatus>(STATUS_QUERY), () => shelf.status);
  const carry = (): ShelfInput => ({ ...input, entries: shelf.carry() });
  setHandler(defineQuery<ShelfInput>(SNAPSHOT_QUERY), carry);
  length.listen();
  shown(null);
  // Temporal also suggests continue-as-new when a run has taken nearly all the Updates that it may.
  await condition(() => length.isFull());
  return continueOnCurrentBuild(carry());
};
