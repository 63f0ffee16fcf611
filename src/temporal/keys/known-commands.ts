// I12: what operators had a closed run do that nobody could ask, as far as its history tells it and the next run does it
// again: the last edit of each record, and the dead letters that were redriven.
import { REDRIVE_UPDATE, type Redriven, type RedriveLetter } from '../../model/contract/redrive';
import { streamLabel, type Position, type WireRecord } from '../../model/contract/record';
import type { HostInput } from '../../model/contract/contract';
import { defined } from '../../model/defined';
import { fewDoubts } from '../../model/doubts/unknown-outcomes';
import { jsonSize } from '../../model/json/json-size';
import { EDIT_UPDATE, type EditCommand, type KeyAnswer } from '../../model/keys/key-commands';
import { RedrivenRoom } from '../../model/records/redriven-room';
import { revisionsOfLife } from '../../model/records/revisions-of-life';
import { isEditCommand, isRedriveRequest } from '../../model/wire/key-inputs';
import { isObject } from '../../model/wire/plain-shapes';
import { isEditedRecord, isRevision } from '../../model/wire/record-shapes';
import type { ClosedRun, DoneUpdate } from './closed-run';
import { raisedRevisions } from './raised-revisions';

/** As much as a workflow keeps of edited records, which never wait by reference. */
const MAX_EDITED_BYTES = 512 * 1024;

export type CommandedRun = Pick<ClosedRun<HostInput>, 'input' | 'sent' | 'updates' | 'startedAt'>;

/** Letters as an operator redrove them, with the number of signals that came before. */
export interface SentLetters {
  readonly after: number;
  readonly letters: readonly RedriveLetter[];
}

/** The newest of them comes first, as far as they fit into what a run hands on to the next. */
export class KnownCommands {
  /** Records as they were edited last, by their places. */
  readonly edits = new Map<string, WireRecord>();
  /** Letters that come back, the newest first. */
  private readonly found: { readonly after: number; readonly letter: RedriveLetter }[] = [];
  /** Records whose letters come back, or for which an edit stands that came later. */
  private readonly lettered = new Set<string>();
  /** A command does not name the topic of its record, and records of two topics may have one place. */
  private readonly streams = new Map<string, Set<string>>();
  private readonly room = new RedrivenRoom();
  private editedBytes = 0;

  constructor(private readonly run: CommandedRun) {
    for (const { stream, records } of run.sent.map(({ signal }) => signal)) {
      for (const record of records) {
        const place = placeIn(run, record);
        this.streams.set(place, (this.streams.get(place) ?? new Set()).add(streamLabel(stream)));
      }
    }
    for (const entry of run.input.carried?.chains.flatMap(({ waiting }) => waiting) ?? []) {
      if ('redriven' in entry && 'position' in entry) this.room.take(entry);
    }
    for (const update of run.updates.toReversed()) this.note(update);
  }

  /** Letters in the order in which they were redriven. */
  get letters(): readonly SentLetters[] {
    const sent: { readonly after: number; readonly letters: RedriveLetter[] }[] = [];
    for (const { after, letter } of this.found.toReversed()) {
      const last = sent.at(-1);
      if (last?.after === after) last.letters.push(letter);
      else sent.push({ after, letters: [letter] });
    }
    return sent;
  }

  /** True if the record at the place comes back as it was edited last, or as a letter that was written after that. */
  isEdited(place: string): boolean {
    const streams = Array.from(this.streams.get(place) ?? []);
    return this.edits.has(place) || streams.some((stream) => this.lettered.has(`${stream} ${place}`));
  }

  /** True if the letter comes back, or its record in a newer form. */
  comesBack(letter: RedriveLetter): boolean {
    return this.lettered.has(recordOf(letter));
  }

  /** Records that the run was sent and whose letters come back in their place. */
  get replaced(): readonly Pick<RedriveLetter, 'stream' | 'position'>[] {
    return this.found
      .filter(({ letter }) => this.wasSent(letter))
      .map(({ letter: { stream, position } }) => ({ stream, position }));
  }

  private note({ name, argument, answer, after }: DoneUpdate): void {
    if (name === EDIT_UPDATE && isEditCommand(argument)) this.noteEdit(argument, revisionIn(answer));
    if (name !== REDRIVE_UPDATE || !isRedriveRequest(argument)) return;
    for (const letter of argument.letters.toReversed()) this.noteLetter(letter, after);
  }

  private noteEdit({ chain, record, seen }: EditCommand, revision = seen + 1): void {
    const place = placeOf(chain, record);
    const edit = { ...record, revision };
    const [stream, ...others] = this.streams.get(place) ?? [];
    if (stream === undefined || others.length > 0 || this.edits.has(place)) return;
    if (this.lettered.has(`${stream} ${place}`) || !isEditedRecord(edit)) return;
    const size = jsonSize(JSON.stringify(edit));
    if (this.editedBytes + size > MAX_EDITED_BYTES) return;
    this.editedBytes += size;
    this.edits.set(place, edit);
  }

  private noteLetter(letter: RedriveLetter, after: number): void {
    const { stream, position, redriven, chain } = letter;
    const record = recordOf(letter);
    if (this.lettered.has(record)) return;
    // What was edited later is what the operator wants, and its record was sent to the run.
    if (this.edits.has(placeOf(chain, position)) && this.wasSent(letter)) {
      this.lettered.add(record);
      return;
    }
    const inDoubt = { ...letter, redriven: doubted(redriven, this.run) };
    if (!this.room.take({ stream, position, redriven: inDoubt.redriven })) return;
    this.lettered.add(record);
    this.found.push({ after, letter: inDoubt });
  }

  private wasSent({ chain, stream, position }: RedriveLetter): boolean {
    return this.streams.get(placeOf(chain, position))?.has(streamLabel(stream)) === true;
  }
}

const revisionIn = (answer: unknown): number | undefined => {
  const { revision } = (isObject(answer) ? answer : {}) as KeyAnswer;
  return isRevision(revision) ? revision : undefined;
};

/** A letter that the closed run had: it may have had its effects there, and revisions that nobody knows. */
export const doubted = (redriven: Redriven, run: Pick<CommandedRun, 'input' | 'updates' | 'startedAt'>): Redriven => {
  const lost = { since: run.startedAt, cause: 'worker-lost', ...defined({ revision: redriven.revision }) } as const;
  return {
    ...redriven,
    unknownRevisions: revisionsOfLife('letter', timesAfter(run)) + raisedRevisions(run),
    doubts: fewDoubts([lost, ...(redriven.doubts ?? [])]),
  };
};

/** How often the key was restarted so, this time included. */
export const timesAfter = ({ input }: Pick<CommandedRun, 'input'>): number => (input.redone?.times ?? 0) + 1;

/** Place of a record as commands name it. */
export const placeIn = ({ input: { hosting } }: Pick<CommandedRun, 'input'>, record: WireRecord): string =>
  placeOf(hosting.kind === 'key' ? hosting.chain : (record.chain ?? ''), record);

export const placeOf = (chain: string, { partition, leaderEpoch, offset }: Position): string =>
  `${chain} ${partition} ${leaderEpoch} ${offset}`;

const recordOf = ({ chain, stream, position }: RedriveLetter): string =>
  `${streamLabel(stream)} ${placeOf(chain, position)}`;
