// I12: how far operators may have raised the revisions of one record in a closed run that nobody could ask.
import { RETRY_UPDATE, type HostInput } from '../../model/contract/contract';
import { REDRIVE_UPDATE, type Redriven } from '../../model/contract/redrive';
import { EDIT_UPDATE, type KeyAnswer } from '../../model/keys/key-commands';
import { withoutLife } from '../../model/records/revisions-of-life';
import { isEditCommand, isRedriveRequest, isRetryCommand } from '../../model/wire/key-inputs';
import { isObject } from '../../model/wire/plain-shapes';
import { isRevision } from '../../model/wire/record-shapes';
import type { ClosedRun, DoneUpdate } from './closed-run';

type RaisedRun = Pick<ClosedRun<HostInput>, 'input' | 'updates'>;

/** The most revisions behind the one with which it comes back that a record of the run, or of those before, may have. */
export const raisedRevisions = ({ input, updates }: RaisedRun): number => {
  const known = input.redone?.unknownRevisions ?? 0;
  const raised = new Map<string, number>();
  const skipped = Math.max(known, ...letterRevisions(input, updates));
  for (const update of updates) {
    const raise = raiseOf(update);
    if (raise === undefined) continue;
    raised.set(raise.chain, (raised.get(raise.chain) ?? 0) + 1 + passedOver(raise, skipped));
  }
  return raised.size === 0 ? known : skipped + Math.max(...raised.values());
};

interface Raise {
  readonly chain: string;
  readonly from: number;
  readonly to: number | undefined;
}

const raiseOf = ({ name, argument, answer }: DoneUpdate): Raise | undefined => {
  const { revision } = (isObject(answer) ? answer : {}) as KeyAnswer;
  const to = isRevision(revision) ? revision : undefined;
  if (name === EDIT_UPDATE && isEditCommand(argument)) return { chain: argument.chain, from: argument.seen, to };
  if (name !== RETRY_UPDATE || !isRetryCommand(argument) || argument.newEffect === undefined) return undefined;
  return { chain: argument.chain, from: argument.newEffect.seen, to };
};

/** Older versions passed over what was unknown each time, and not only the first. */
const passedOver = ({ from, to }: Raise, skipped: number): number =>
  to === undefined || (from > skipped && to - from - 1 >= skipped) ? skipped : 0;

const unknownOf = ({ unknownRevisions = 0 }: Redriven): number => withoutLife(unknownRevisions);

/** What the letters of the run told of revisions that nobody knows. */
const letterRevisions = ({ carried }: HostInput, updates: readonly DoneUpdate[]): readonly number[] => [
  ...(carried?.chains ?? []).flatMap(({ waiting }) =>
    waiting.flatMap((entry) => ('redriven' in entry ? [unknownOf(entry.redriven)] : [])),
  ),
  ...updates.flatMap(({ name, argument }) =>
    name === REDRIVE_UPDATE && isRedriveRequest(argument)
      ? argument.letters.map(({ redriven }) => unknownOf(redriven))
      : [],
  ),
];
