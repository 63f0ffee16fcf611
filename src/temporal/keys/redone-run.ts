// I12: the run that follows one which cannot tell what it had done. All that the closed run was sent is handled again, so
// each record may have had its effects; and what operators did to records must not be undone in silence.
import {
  RETRY_UPDATE,
  SKIP_UPDATE,
  type Carried,
  type HostInput,
  type KeyCommand,
  type PackedRun,
  type ReferenceRun,
} from '../../model/contract/contract';
import type { RedoneRevision } from '../../model/contract/held-contract';
import { streamLabel, type Position, type Stream, type WireRecord } from '../../model/contract/record';
import { REDRIVE_UPDATE } from '../../model/contract/redrive';
import { defined } from '../../model/defined';
import { jsonSize } from '../../model/json-size';
import { EDIT_UPDATE } from '../../model/key-commands';
import { unpackReferences } from '../../model/reference-runs';
import { StreamTable } from '../../model/stream-table';
import { Watermarks } from '../../model/watermarks';
import { isEditCommand, isKeyCommand, isRedriveRequest, isRetryCommand } from '../../model/wire/key-inputs';
import { isEditedRecord } from '../../model/wire/record-shapes';
import type { ClosedRun, DoneUpdate, SentRecords } from './closed-run';

/** As much as a workflow keeps of edited records, which never wait by reference. */
const MAX_EDITED_BYTES = 512 * 1024;

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
  const edits = knownEdits(run);
  if (edits.size === 0) return run.sent;
  return run.sent.map(({ name, signal }) => ({
    name,
    signal: { ...signal, records: signal.records.map((record) => edited(record, edits.get(placeIn(run, record)))) },
  }));
};

/** The last edit of each record, newest first, as far as they fit into what a run hands on to the next. */
const knownEdits = (run: Pick<RunOfHistory, 'sent' | 'updates' | 'input'>): ReadonlyMap<string, WireRecord> => {
  const sole = solePlaces(run);
  const edits = new Map<string, WireRecord>();
  const met = new Set<string>();
  let bytes = 0;
  for (const { name, argument } of run.updates.toReversed()) {
    if (name !== EDIT_UPDATE || !isEditCommand(argument)) continue;
    const place = placeOf(argument.chain, argument.record);
    const edit = { ...argument.record, revision: argument.seen + 1 };
    if (met.has(place) || !sole.has(place) || !isEditedRecord(edit)) continue;
    met.add(place);
    const size = jsonSize(JSON.stringify(edit));
    if (bytes + size > MAX_EDITED_BYTES) continue;
    bytes += size;
    edits.set(place, edit);
  }
  return edits;
};

/** The chain is that of the record, however the command names it. */
const edited = (record: WireRecord, edit: WireRecord | undefined): WireRecord =>
  edit === undefined ? record : { ...edit, ...defined({ chain: record.chain }) };

/** What the next run does not know of what operators did, the oldest first. */
export const lostCommands = (run: Pick<RunOfHistory, 'sent' | 'updates' | 'input'>): readonly LostCommand[] => {
  const edits = knownEdits(run);
  return run.updates.flatMap((update) =>
    commandsOf(update).flatMap(({ place, ...command }) => (place !== undefined && edits.has(place) ? [] : [command])),
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
  const revisions = [...carriedRevisions(input.carried ?? {}), ...sentRevisions(sent)];
  return { ...input, redone: { since, marks: marks.snapshot(), ...(revisions.length === 0 ? {} : { revisions }) } };
};

const sentRevisions = (sent: RunOfHistory['sent']): readonly RedoneRevision[] =>
  sent.flatMap(({ signal: { stream, records } }) =>
    records.flatMap((record) => revisionAt(stream, record, record.revision)),
  );

/** The head of a chain may have new effects besides its edits. */
const carriedRevisions = ({
  chains = [],
  streams = [],
  asideEdited = [],
}: Partial<Carried>): readonly RedoneRevision[] => [
  ...asideEdited.flatMap(({ stream, record }) => revisionAt(stream, record, record.revision)),
  ...chains.flatMap(({ waiting, packed = [], newEffects = 0 }) => {
    const [first] = [...waiting, ...packed.map((run) => plainRun(run, streams))];
    const [byPlace] = first !== undefined && 'offsets' in first ? unpackReferences(first) : [];
    return [
      ...(byPlace === undefined ? [] : revisionAt(byPlace.stream, byPlace.position, newEffects)),
      ...waiting.flatMap((entry, index) => {
        if (!('record' in entry)) return [];
        const { stream, record } = entry;
        return revisionAt(stream, record, (record.revision ?? 0) + (index === 0 ? newEffects : 0));
      }),
    ];
  }),
];

const plainRun = ([place, partition, leaderEpoch, offsets]: PackedRun, streams: readonly Stream[]): ReferenceRun => ({
  ...{ partition, leaderEpoch, offsets },
  stream: StreamTable.at(streams, place),
});

const revisionAt = (
  stream: Stream,
  { partition, leaderEpoch, offset }: Position,
  revision = 0,
): readonly RedoneRevision[] =>
  revision === 0 ? [] : [{ stream, position: { partition, leaderEpoch, offset }, revision }];

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
