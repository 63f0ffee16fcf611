import { HANDOVER_SIGNAL, RETRY_UPDATE, type HostInput } from '../../../../src/model/contract/contract';
import type { Stream, WireRecord } from '../../../../src/model/contract/record';
import { REDRIVE_UPDATE, type Redriven, type RedriveLetter } from '../../../../src/model/contract/redrive';
import { defined } from '../../../../src/model/defined';
import { EDIT_UPDATE } from '../../../../src/model/keys/key-commands';
import { Watermarks } from '../../../../src/model/positions/watermarks';
import { letterRevision, redrivenRevision } from '../../../../src/operations/dead-letters/letter-revision';
import type { ClosedRun } from '../../../../src/temporal/keys/closed-run';
import { redoneRun } from '../../../../src/temporal/keys/redone-run';
import { AnswerRoom } from '../../../../src/workflows/head/answer-limits';
import { Chain } from '../../../../src/workflows/chain/chain';
import { freshRevision, unknownAhead, headRevision } from '../../../../src/workflows/chain/head-revision';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';
import { RedoneRecords } from '../../../../src/workflows/inbox/redone-records';

const POSITION = { partition: 0, leaderEpoch: 0, offset: '8' };
const RECORD: WireRecord = { ...POSITION, chain: 'k', key: 'k', timestamp: 1, value: { json: 0 } };

type Run = ClosedRun<HostInput>;
type Letter = Pick<Redriven, 'times'> & { readonly revision: number; readonly unknownRevisions: number };

/** A record in the lives of its key's workflow and of its letters. */
export class RevisedRecord {
  private run: Run;
  private chain: Chain;
  private readonly letters: Letter[] = [];
  private letterNumber = 0;
  readonly given: number[] = [];

  constructor(private readonly stream: Stream) {
    this.run = this.runOf({ gateway: 'g', route: 'r', hosting: { kind: 'key', chain: 'k', key: 'k' } });
    this.chain = this.begun([RECORD]);
  }

  edit(told: boolean): void {
    const { head } = this.chain.inbox;
    if (head === undefined) return;
    const seen = headRevision(this.chain).revision ?? 0;
    const revision = this.give(freshRevision(this.chain));
    const record = { ...RECORD, value: { json: revision } };
    this.chain.replaceHead({ ...record, revision });
    this.update(EDIT_UPDATE, { chain: 'k', seen, record }, told ? { revision } : undefined);
  }

  newEffect(told: boolean): void {
    if (this.chain.inbox.head === undefined) return;
    const seen = headRevision(this.chain).revision ?? 0;
    const revision = this.give(freshRevision(this.chain));
    this.chain.retryHead(revision - seen);
    this.update(RETRY_UPDATE, { chain: 'k', offset: '8', newEffect: { seen } }, told ? { revision } : undefined);
  }

  deadLetter(): void {
    const { head } = this.chain.inbox;
    if (head === undefined) return;
    const { revision = 0 } = headRevision(this.chain);
    const times = (head.redriven?.times ?? 0) + 1;
    this.letters.push({ revision, unknownRevisions: unknownAhead(this.chain), times });
    this.chain.advance(1);
  }

  redrive(anew: boolean): void {
    const letter = this.letters.shift();
    if (letter === undefined) return;
    const { times } = letter;
    const revision = anew ? this.give(letterRevision({ stream: this.stream, ...letter })) : letter.revision;
    const redriven = {
      ...{ times, letter: { stream: this.stream, position: POSITION } },
      ...redrivenRevision(letter, revision),
    };
    this.letterNumber += 1;
    this.take({ id: `l${this.letterNumber}`, chain: 'k', key: 'k', stream: this.stream, position: POSITION, redriven });
  }

  settle(): void {
    if (this.chain.inbox.head !== undefined) this.chain.advance(1);
  }

  continueAsNew(): void {
    const watermarks = new Watermarks(this.run.input.carried?.watermarks);
    for (const { signal } of this.run.sent)
      for (const record of signal.records) watermarks.accept(signal.stream, record);
    const carried = JSON.parse(JSON.stringify(this.chain.carry())) as ReturnType<Chain['carry']>;
    this.run = this.runOf({
      ...this.run.input,
      carried: { watermarks: watermarks.snapshot(), chains: [carried], sequence: 0, counters: {} as never },
    });
    this.chain = this.begun([]);
  }

  restart(): void {
    const { run, letters } = redoneRun(this.run);
    const { input, sent } = JSON.parse(JSON.stringify(run)) as Run;
    this.run = this.runOf(input);
    const due = (after: number): void => {
      for (const one of letters) if (one.after === after) one.letters.forEach(this.take.bind(this));
    };
    this.chain = this.begun([]);
    due(0);
    for (const [index, { signal }] of sent.entries()) {
      if (index > 0) due(index);
      this.receive(signal.records);
    }
    if (sent.length > 0) due(sent.length);
  }

  private give(revision: number): number {
    this.given.push(revision);
    return revision;
  }

  private runOf(input: HostInput): Run {
    return {
      input,
      workflowType: 'w',
      taskQueue: 'q',
      sent: [],
      updates: [],
      startedAt: 1,
      tasksCompleted: 1,
      refused: false,
    };
  }

  private begun(records: readonly WireRecord[]): Chain {
    const { carried, redone } = this.run.input;
    const [chain = { chain: 'k', waiting: [] }] = carried?.chains ?? [];
    this.chain = new Chain(chain, new InlineBudget(100_000), undefined, new AnswerRoom(), new RedoneRecords(redone));
    this.receive(records);
    return this.chain;
  }

  private receive(records: readonly WireRecord[]): void {
    if (records.length === 0) return;
    this.run = {
      ...this.run,
      sent: [...this.run.sent, { name: HANDOVER_SIGNAL, signal: { stream: this.stream, records } }],
    };
    for (const record of records)
      if (!this.chain.redone.isReplaced(this.stream, record)) this.chain.inbox.push(this.stream, record);
  }

  private take(letter: RedriveLetter): void {
    this.chain.inbox.insert(this.chain.inbox.size, { ...letter, bytes: 0 });
    this.update(REDRIVE_UPDATE, { letters: [letter] });
  }

  private update(name: string, argument: unknown, answer?: unknown): void {
    const update = { name, argument, after: this.run.sent.length, time: 1, ...defined({ answer }) };
    this.run = { ...this.run, updates: [...this.run.updates, update] };
  }
}
