// I12: the run that follows one which cannot tell what it had done. All that the closed run was sent is handled again, so
// each record may have had its effects; and what operators did to records must not be undone in silence.
import { RETRY_UPDATE, SKIP_UPDATE, type HostInput, type KeyCommand } from '../../model/contract/contract';
import { streamLabel, type Position, type WireRecord } from '../../model/contract/record';
import { REDRIVE_UPDATE } from '../../model/contract/redrive';
import { defined } from '../../model/defined';
import { EDIT_UPDATE } from '../../model/key-commands';
import { Watermarks } from '../../model/watermarks';
import { isEditCommand, isKeyCommand, isRedriveRequest, isRetryCommand } from '../../model/wire/key-inputs';
import type { ClosedRun, DoneUpdate, SentRecords } from './closed-run';

/** A command of an operator that the next run does not know. */
export interface LostCommand {
  readonly verb: 'edit' | 'skip' | 'new-effect' | 'redrive';
  readonly chain: string;
  /** Absent if the command did not name its record. */
  readonly offset?: string;
}

type RunOfHistory = Pick<ClosedRun<HostInput>, 'input' | 'sent' | 'updates' | 'startedAt'>;

/** What it was sent, with the records that were edited as they were edited. */
export const sentAsEdited = (run: Pick<RunOfHistory, 'sent' | 'updates' | 'input'>): readonly SentRecords[] => {
  const sole = solePlaces(run);
  const edits = new Map<string, WireRecord>();
  for (const { name, argument } of run.updates) {
    if (name !== EDIT_UPDATE || !isEditCommand(argument)) continue;
    const place = placeOf(argument.chain, argument.record);
    if (sole.has(place)) edits.set(place, { ...argument.record, revision: argument.seen + 1 });
  }
  if (edits.size === 0) return run.sent;
  return run.sent.map(({ name, signal }) => ({
    name,
    signal: { ...signal, records: signal.records.map((record) => edited(record, edits.get(placeIn(run, record)))) },
  }));
};

/** The chain is that of the record, however the command names it. */
const edited = (record: WireRecord, edit: WireRecord | undefined): WireRecord =>
  edit === undefined ? record : { ...edit, ...defined({ chain: record.chain }) };

/** What the next run does not know of what operators did, the oldest first. */
export const lostCommands = (run: Pick<RunOfHistory, 'sent' | 'updates' | 'input'>): readonly LostCommand[] => {
  const sole = solePlaces(run);
  return run.updates.flatMap((update) =>
    commandsOf(update).flatMap(({ place, ...command }) => (place !== undefined && sole.has(place) ? [] : [command])),
  );
};

/** A command does not name the topic of its record, and records of two topics may have one place. */
const solePlaces = (run: Pick<RunOfHistory, 'sent' | 'input'>): ReadonlySet<string> => {
  const streams = new Map<string, Set<string>>();
  for (const { stream, records } of run.sent.map(({ signal }) => signal)) {
    for (const record of records) {
      const place = placeIn(run, record);
      streams.set(place, (streams.get(place) ?? new Set()).add(streamLabel(stream)));
    }
  }
  return new Set(Array.from(streams).flatMap(([place, { size }]) => (size === 1 ? [place] : [])));
};

/** The input of the next run: the same, and how far it may have had effects already. */
export const redoneInput = ({ input, sent, startedAt }: RunOfHistory): HostInput => {
  const marks = new Watermarks(input.carried?.watermarks);
  for (const { stream, records } of sent.map(({ signal }) => signal))
    for (const record of records) marks.accept(stream, record);
  const since = Math.min(startedAt, input.redone?.since ?? startedAt);
  return { ...input, redone: { since, marks: marks.snapshot() } };
};

const commandsOf = ({ name, argument }: DoneUpdate): readonly (LostCommand & { readonly place?: string })[] => {
  if (name === EDIT_UPDATE && isEditCommand(argument)) {
    const { chain, record } = argument;
    return [{ verb: 'edit', chain, offset: record.offset, place: placeOf(chain, record) }];
  }
  if (name === RETRY_UPDATE && isRetryCommand(argument) && argument.newEffect !== undefined) {
    return [named('new-effect', argument)];
  }
  if (name === SKIP_UPDATE && isKeyCommand(argument)) return [named('skip', argument)];
  if (name !== REDRIVE_UPDATE || !isRedriveRequest(argument)) return [];
  return argument.letters.map(({ chain, position }) => ({ verb: 'redrive', chain, offset: position.offset }));
};

const named = (verb: LostCommand['verb'], { chain, offset }: KeyCommand): LostCommand => ({
  verb,
  chain,
  ...defined({ offset }),
});

/** Place of a record as commands name it. */
const placeIn = ({ input: { hosting } }: Pick<RunOfHistory, 'input'>, record: WireRecord): string =>
  placeOf(hosting.kind === 'key' ? hosting.chain : (record.chain ?? ''), record);

const placeOf = (chain: string, { partition, leaderEpoch, offset }: Position): string =>
  `${chain} ${partition} ${leaderEpoch} ${offset}`;
