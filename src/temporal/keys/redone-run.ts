// I12: the run that follows one which cannot tell what it had done. All that the closed run was sent is handled again, so
// each record may have had its effects; and what operators did to records must not be undone in silence.
import {
  RETRY_UPDATE,
  SKIP_UPDATE,
  type Carried,
  type CarriedEntry,
  type HostInput,
  type KeyCommand,
  type PackedRun,
  type ReferenceRun,
} from '../../model/contract/contract';
import type { RedonePause, RedoneRevision } from '../../model/contract/held-contract';
import type { Position, Stream, WireRecord } from '../../model/contract/record';
import { REDRIVE_UPDATE, type RedriveLetter } from '../../model/contract/redrive';
import { defined } from '../../model/defined';
import { EDIT_UPDATE, PAUSE_UPDATE, RESUME_UPDATE } from '../../model/keys/key-commands';
import { unpackReferences } from '../../model/records/reference-runs';
import { StreamTable } from '../../model/positions/stream-table';
import { Watermarks } from '../../model/positions/watermarks';
import { isEditCommand, isKeyCommand, isRedriveRequest, isRetryCommand } from '../../model/wire/key-inputs';
import type { ClosedRun, DoneUpdate, SentRecords } from './closed-run';
import { raisedRevisions } from './raised-revisions';
import {
  doubted,
  KnownCommands,
  timesAfter,
  placeIn,
  placeOf,
  type CommandedRun,
  type SentLetters,
} from './known-commands';

/** A command of an operator that the next run does not know. */
export interface LostCommand {
  readonly verb: 'edit' | 'skip' | 'new-effect' | 'redrive';
  readonly chain: string;
  /** Absent if the command did not name its record. */
  readonly offset?: string;
}

/** What the next run is given. */
export interface RedoneRun {
  readonly run: ClosedRun<HostInput>;
  readonly letters: readonly SentLetters[];
}

/** The run as it is done again: with what operators had it do, as far as that is known. */
export const redoneRun = (run: ClosedRun<HostInput>): RedoneRun => {
  const commands = new KnownCommands(run);
  const again = { ...run, sent: sentAsEdited(run, commands) };
  return { run: { ...again, input: redoneInput(again, commands) }, letters: commands.letters };
};

/** What it was sent, with the records that were edited as they were edited. */
export const sentAsEdited = (
  run: Pick<CommandedRun, 'sent' | 'input'>,
  { edits }: Pick<KnownCommands, 'edits'>,
): readonly SentRecords[] => {
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
export const lostCommands = ({ updates }: CommandedRun, known: KnownCommands): readonly LostCommand[] =>
  updates.flatMap((update) =>
    commandsOf(update).flatMap(({ place, letter, ...command }) =>
      (place !== undefined && known.isEdited(place)) || (letter !== undefined && known.comesBack(letter))
        ? []
        : [command],
    ),
  );

/** The input of the next run: the same, and how far it may have had effects already. */
export const redoneInput = (run: CommandedRun, { replaced }: Pick<KnownCommands, 'replaced'>): HostInput => {
  const { input, sent, updates, startedAt } = run;
  const marks = new Watermarks(input.carried?.watermarks);
  for (const { stream, records } of sent.map(({ signal }) => signal))
    for (const record of records) marks.accept(stream, record);
  const since = Math.min(startedAt, input.redone?.since ?? startedAt);
  const revisions = [...carriedRevisions(input.carried ?? {}), ...sentRevisions(sent)];
  const pauses = knownPauses(input, updates);
  const unknownRevisions = raisedRevisions(run);
  const { carried } = input;
  return {
    ...input,
    ...defined({ carried: carried && withDoubts(carried, run) }),
    redone: {
      since,
      marks: marks.snapshot(),
      ...defined({
        unknownRevisions: unknownRevisions === 0 ? undefined : unknownRevisions,
        times: timesAfter(run),
        revisions: some(revisions),
        replaced: some(replaced),
        pauses: some(pauses),
      }),
    },
  };
};

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list);

/** How operators left the keys that they paused or resumed. */
const knownPauses = ({ redone }: HostInput, updates: readonly DoneUpdate[]): readonly RedonePause[] => {
  const pauses = new Map(redone?.pauses?.map((pause) => [pause.chain, pause]));
  for (const { name, argument, time } of updates) {
    if ((name !== PAUSE_UPDATE && name !== RESUME_UPDATE) || !isKeyCommand(argument)) continue;
    const { chain, key } = argument;
    pauses.set(chain, { chain, ...defined({ key }), ...(name === PAUSE_UPDATE ? { since: time } : {}) });
  }
  return Array.from(pauses.values());
};

/** Letters that waited when the run began may have had their effects in it. */
const withDoubts = (carried: Carried, run: CommandedRun): Carried => ({
  ...carried,
  chains: carried.chains.map((chain) => ({
    ...chain,
    waiting: chain.waiting.map((entry): CarriedEntry =>
      'redriven' in entry ? { ...entry, redriven: doubted(entry.redriven, run) } : entry,
    ),
  })),
});

const sentRevisions = (sent: readonly SentRecords[]): readonly RedoneRevision[] =>
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

type Named = LostCommand & { readonly place?: string; readonly letter?: RedriveLetter };

const commandsOf = ({ name, argument }: DoneUpdate): readonly Named[] => {
  if (name === EDIT_UPDATE && isEditCommand(argument)) {
    const { chain, record } = argument;
    return [{ verb: 'edit', chain, offset: record.offset, place: placeOf(chain, record) }];
  }
  if (name === RETRY_UPDATE && isRetryCommand(argument) && argument.newEffect !== undefined) {
    return [named('new-effect', argument)];
  }
  if (name === SKIP_UPDATE && isKeyCommand(argument)) return [named('skip', argument)];
  if (name !== REDRIVE_UPDATE || !isRedriveRequest(argument)) return [];
  return argument.letters.map((letter) => ({
    ...{ verb: 'redrive', chain: letter.chain, offset: letter.position.offset },
    letter,
  }));
};

const named = (verb: LostCommand['verb'], { chain, offset }: KeyCommand): LostCommand => ({
  verb,
  chain,
  ...defined({ offset }),
});
