// Sends dead letters back to their keys, in order, and notes that in the dead-letter topic afterwards. If a command
// dies between the two, the next one sends those letters again, and their workflows recognize them.
import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { GatewayError } from '../../errors';
import type { Log } from '../../log';
import { defined } from '../../model/defined';
import type { Position } from '../../model/contract/record';
import type { RedriveLetter, RedrivePlace } from '../../model/contract/redrive';
import { fewDoubts, UnknownOutcomes } from '../../model/doubts/unknown-outcomes';
import { hostWorkflowId } from '../../model/names/workflow-id';
import type { LetterLog } from './letter-log';
import { letterRevision, redrivenRevision } from './letter-revision';
import { LetterScribe } from './letter-scribe';
import { mapLimited } from '../../async/map-limited';
import { doneAgain, type RedriveKind } from './done-again';
import { byChain, inSteps } from './redrive-order';
import { RedriveSender } from './redrive-sender';
import { heldWorkflow, listWorkflows } from '../route-workflows';
import type { StoredLetter } from './stored-letter';
import type { Patience } from '../until-answered';
import { wholeCommands } from '../keys/whole-commands';

export interface RedrivenLetter {
  readonly letter: StoredLetter;
  readonly workflowId: string;
  /** `known` means that an earlier command had sent it. */
  readonly place: RedrivePlace | 'known';
}

export interface RefusedLetter {
  readonly letter: StoredLetter;
  readonly message: string;
  /** Set if no worker has answered: the letter is taken if one starts before this time. */
  readonly until?: string;
}

export interface RedriveOutcome {
  readonly redriven: readonly RedrivenLetter[];
  readonly refused: readonly RefusedLetter[];
}

export interface RedriveDeps {
  readonly client: Client;
  readonly config: ResolvedConfig;
  readonly route: ResolvedRoute;
  readonly letters: LetterLog;
  readonly log: Log;
  readonly waitMs: number;
  readonly patience?: Patience;
  /** The letters come back under new idempotency keys. */
  readonly newEffect?: true;
  /** What the calls of the letters have done, or may have done, may be done again under other keys. */
  readonly sure: boolean;
}

/** The edit of a letter: the position of the new value, and its number. */
export interface LetterEdit {
  readonly at: Position;
  readonly revision: number;
}

const WORKFLOWS_AT_ONCE = 8;
/** After this many silent workflows the others are not asked: no worker is there to answer. */
const SILENT = 3;
/** What may become of a letter without stopping the others. */
const EXPECTED: ReadonlySet<string> = new Set(['refused', 'no-answer', 'under-way']);
const NO_ANSWER = 'No workflow answers. Is a worker of the gateway running?';
const RESTART = '`sluice keys restart` continues it.';
const GONE =
  'Its payload was gone before it could be written: it can be redriven with --edit, or dismissed with --skip.';

/** Groups letters by the workflow of their keys. */
export const byWorkflow = (
  { config, route }: Pick<RedriveDeps, 'config' | 'route'>,
  letters: readonly StoredLetter[],
): ReadonlyMap<string, readonly (readonly StoredLetter[])[]> => {
  const workflows = new Map<string, (readonly StoredLetter[])[]>();
  for (const chain of byChain(letters)) {
    const workflowId = hostWorkflowId(config.name, route.name, chain[0]?.chain ?? '', route.lanes);
    workflows.set(workflowId, [...(workflows.get(workflowId) ?? []), chain]);
  }
  return workflows;
};

/** Workflows whose keys are held: held-key workflows collect their records, and none may be started instead. */
export const heldWorkflows = async ({ client, config, route }: RedriveDeps): Promise<ReadonlySet<string>> => {
  const held = new Set<string>();
  for await (const { workflowId } of listWorkflows(client, config.name, route.name, 'held')) {
    held.add(heldWorkflow(workflowId)?.workflowId ?? '');
  }
  return held;
};

export class LetterRedrive {
  private readonly redriven: RedrivenLetter[] = [];
  private readonly refused: RefusedLetter[] = [];
  private readonly sender: RedriveSender;
  private silent = 0;

  constructor(private readonly deps: RedriveDeps) {
    const { client, config, route, waitMs, patience } = deps;
    this.sender = new RedriveSender(client, config, route, waitMs, patience);
  }

  /**
   * Redrives as many letters as possible. `edit` is only for a single letter.
   * @throws if Kafka fails: what was done until then stays done, and the next command knows it.
   */
  async run(letters: readonly StoredLetter[], edit?: LetterEdit): Promise<RedriveOutcome> {
    const { config, route, log, sure } = this.deps;
    const scribe = await LetterScribe.open(config.kafka, route.deadLetterTopic, log);
    try {
      const sendable = letters.filter((letter) => edit !== undefined || !letter.gone);
      this.refuse(
        letters.filter((letter) => !sendable.includes(letter)),
        GONE,
      );
      const kind = edit !== undefined ? 'edit' : this.deps.newEffect === true ? 'new-effect' : 'redrive';
      const doubtful = sure ? [] : sendable.filter((letter) => this.refusesAgain(letter, kind));
      const held = await heldWorkflows(this.deps);
      await mapLimited(
        Array.from(
          byWorkflow(
            this.deps,
            sendable.filter((letter) => !doubtful.includes(letter)),
          ),
        ),
        WORKFLOWS_AT_ONCE,
        async ([workflowId, chains]) => {
          if (this.silent >= SILENT && this.redriven.length === 0) this.refuse(chains.flat(), NO_ANSWER);
          else if (held.has(workflowId))
            this.refuse(chains.flat(), wholeCommands(`${workflowId} is held: ${RESTART}`, workflowId));
          else await this.redriveInto(workflowId, chains, scribe, edit);
        },
      );
    } finally {
      await scribe.close();
    }
    return { redriven: this.redriven, refused: this.refused };
  }

  private async redriveInto(
    workflowId: string,
    chains: readonly (readonly StoredLetter[])[],
    scribe: LetterScribe,
    edit: LetterEdit | undefined,
  ): Promise<void> {
    const steps = inSteps(chains);
    for (const [index, step] of steps.entries()) {
      // Another command may be running: what it has marked in the meantime is not sent again.
      const open = await this.deps.letters.stillOpen(step);
      try {
        const answer = await this.sender.send(
          workflowId,
          open.map((letter) => this.wire(letter, edit)),
        );
        await scribe.mark(open, 'redriven');
        for (const [at, letter] of open.entries()) {
          this.redriven.push({ letter, workflowId, place: answer[at] ?? 'known' });
        }
      } catch (error) {
        if (!(error instanceof GatewayError) || !EXPECTED.has(error.code)) throw error;
        this.refuse(step, error.message, error.until);
        // The later ones of a key were not sent: they would wait for the first.
        if (error.code !== 'refused') this.silent += 1;
        this.refuse(steps.slice(index + 1).flat(), error.code === 'under-way' ? NO_ANSWER : error.message);
        return;
      }
    }
  }

  /** Refuses the letter if it would do something again. */
  private refusesAgain(letter: StoredLetter, kind: RedriveKind): boolean {
    const words = doneAgain(letter, kind, this.deps.route);
    if (words !== undefined) this.refuse([letter], words);
    return words !== undefined;
  }

  private refuse(letters: readonly StoredLetter[], message: string, until?: string): void {
    for (const letter of letters) this.refused.push({ letter, message, ...defined({ until }) });
  }

  private wire(letter: StoredLetter, edit: LetterEdit | undefined): RedriveLetter {
    const { id, chain, key, stream, position, redrives } = letter;
    const renewed = this.deps.newEffect === undefined ? letter.revision : letterRevision(letter);
    const revision = edit?.revision ?? renewed;
    const doubts = fewDoubts(new UnknownOutcomes([...letter.doubts, ...(letter.done ?? [])]).all);
    return {
      id,
      chain,
      key,
      stream,
      position,
      redriven: {
        times: redrives + 1,
        letter: { stream: this.deps.letters.stream, position: edit?.at ?? letter.at },
        oneUrl: true,
        ...redrivenRevision(letter, revision),
        ...(doubts.length === 0 ? {} : { doubts }),
      },
    };
  }
}
