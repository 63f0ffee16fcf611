// A key whose handler is changed by a deploy, and the world that its calls reach.
import { RETRY_UPDATE, SNAPSHOT_QUERY, type Carried } from '../../../../src/model/contract/contract';
import { EDIT_UPDATE } from '../../../../src/model/keys/key-commands';
import type { ChildOutcome } from '../../../../src/model/contract/child-contract';
import type {
  ChainOutcome,
  Effect,
  EffectBatch,
  EffectFailure,
  RecordWork,
} from '../../../../src/model/contract/effect-contract';
import type { Handler } from '../../../../src/workflows/handler/handler-turn';
import { sandbox, type PendingActivity } from '../../support/fake-sandbox';
import { begin } from './handled-records';

export type Step =
  `${'post' | 'get' | 'defer' | 'child' | 'try' | 'clock' | 'data' | 'reused'} ${string}` | 'sleep' | 'condition';

/** What a handler gives to one call after another. */
interface Reused {
  at?: string;
  readonly past: string[];
}

const changed = (reused: Reused, at: string): Reused => {
  reused.past.push(reused.at ?? '');
  return Object.assign(reused, { at });
};

/** What a step posts; undefined if it posts nothing. */
const postedBy = (kind: string, value: unknown, reused: () => Reused): { readonly data?: unknown } | undefined => {
  switch (kind) {
    case 'post':
      return {};
    case 'clock':
      return { data: { at: new Date(Date.now()), ms: Date.now() } };
    case 'data':
      return { data: { value } };
    case 'reused':
      return { data: reused() };
    default:
      return undefined;
  }
};

/** A handler that takes these steps. What it tries may fail. */
const handlerOf =
  (
    steps: readonly Step[],
    name: (index: number) => { readonly step?: string } = () => ({}),
  ): Handler<unknown, null>['onRecord'] =>
  async (record, ctx) => {
    const reused: Reused = { past: [] };
    for (const [index, one] of steps.entries()) {
      const [kind, id = ''] = one.split(' ');
      const its = name(index);
      const posted = postedBy(kind ?? '', record.value, () => changed(reused, id));
      if (posted !== undefined) await ctx.call('bank', { path: id, ...posted, ...its });
      if (kind === 'try') await ctx.call('bank', { path: id, ...its }).catch(() => undefined);
      if (kind === 'get') await ctx.call('bank', { path: id, method: 'GET', ...its });
      if (kind === 'defer') ctx.defer('bank', { path: id, ...its });
      if (kind === 'child') await ctx.executeChild('ship', { args: [id], ...its });
      if (kind === 'sleep') await ctx.sleep('1s', its);
      if (kind === 'condition') await ctx.condition(() => true, '1s', its);
    }
  };

/** What the world does with each request; it takes a request that it does not know. */
export type Fate = 'taken' | 'lost' | 'refused';

/** The world that a key's calls reach. */
export class World {
  /** Steps under whose keys each request arrived that was taken, or may have been. */
  readonly arrived = new Map<string, Set<string>>();
  fates = new Map<string, Fate>();
  code: string | undefined;
  message = '';
  parked = 0;

  answer(activity: PendingActivity): void {
    const [asked] = activity.args;
    if (activity.name === 'rejectRecord') {
      const { failure } = asked as { readonly failure: { readonly code: string; readonly message: string } };
      this.code = failure.code;
      this.message = failure.message;
      this.parked += 1;
      void activity.answer('park');
    } else if (activity.name === 'awaitChild') {
      const { step, args, revision = 0 } = asked as { step: string; args: readonly string[]; revision?: number };
      this.note(`child ${args[0] ?? ''}`, `${revision} ${step}`);
      void activity.answer({ state: 'completed', result: 1 } satisfies ChildOutcome);
    } else if (activity.name === 'performEffects') {
      void activity.answer(
        (asked as EffectBatch).chains.map(({ chain, records }) => ({ chain, ...this.perform(records) })),
      );
    }
  }

  private note(id: string, key: string): void {
    this.arrived.set(id, (this.arrived.get(id) ?? new Set()).add(key));
  }

  private perform([record]: readonly RecordWork[]): Partial<ChainOutcome> {
    if (record === undefined) return { settled: 0 };
    const { effects = [], doubts = [], done: before = [] } = record;
    const done: string[] = [];
    for (const effect of effects.filter(({ step }) => !before.includes(step))) {
      const hindered = this.make(effect, record);
      if (hindered !== undefined) return { settled: 0, done, doubts, ...hindered };
      done.push(effect.step);
    }
    const answers = Object.fromEntries(effects.map(({ step }) => [step, { status: 200, headers: {}, data: null }]));
    return { settled: 1, answers };
  }

  /** As the activity does: another request than the one in doubt is not sent. */
  private make(effect: Effect, { doubts = [], revision = 0 }: RecordWork): Partial<ChainOutcome> | undefined {
    const { step, request } = effect;
    const { path = '', method } = request;
    const fate = this.fates.get(path) ?? 'taken';
    const doubt = doubts.find((one) => one.step === step && (one.revision ?? 0) === revision);
    if (doubt !== undefined && doubt.request !== path) return { failure: failed('request-changed', effect) };
    if (fate === 'refused') return { failure: failed('http-status', effect) };
    if (method === undefined) this.note(path, `${revision} ${step}`);
    if (fate === 'taken') return undefined;
    const lost = { step, destination: 'bank', since: 1, cause: 'timeout', request: path } as const;
    return {
      doubts: [...doubts, { ...lost, ...(revision === 0 ? {} : { revision }) }],
      failure: failed('timeout', effect),
    };
  }
}

const failed = (code: EffectFailure['code'], { step }: Effect): EffectFailure => ({
  ...{ code, message: code, step, destination: 'bank', terminal: true },
  ...(code === 'http-status' ? {} : { perhapsDone: true }),
});

let handler: Handler<unknown, null>['onRecord'];

/** Handles a record by a handler whose calls meet these fates, until it is parked or settled. */
export const handled = async (steps: readonly Step[], fates: Readonly<Record<string, Fate>>): Promise<World> => {
  const world = new World();
  world.fates = new Map(Object.entries(fates));
  handler = handlerOf(steps);
  await begin(
    (record, ctx) => handler(record, ctx),
    1,
    undefined,
    (activity) => {
      world.answer(activity);
    },
  );
  await sandbox.pass(10_000);
  return world;
};

export const retried = async (steps: readonly Step[], newEffect?: object): Promise<void> => {
  handler = handlerOf(steps);
  expect(
    await sandbox.refusal(RETRY_UPDATE, { chain: 'k', ...(newEffect === undefined ? {} : { newEffect }) }),
  ).toBeUndefined();
  await sandbox.pass(10_000);
};

/** An operator edits the record, whose handler is another one by now. */
export const edited = async (steps: readonly Step[]): Promise<void> => {
  handler = handlerOf(steps);
  const record = { partition: 0, leaderEpoch: 0, offset: '0', key: 'k', timestamp: 0, value: { json: 'edited' } };
  expect(await sandbox.refusal(EDIT_UPDATE, { chain: 'k', offset: '0', seen: 0, record })).toBeUndefined();
  await sandbox.pass(10_000);
};

/** The next run of the workflow, which has what the one before hands on, and these handlers. */
export const continued = async (world: World, steps: readonly Step[]): Promise<void> => {
  const carried = sandbox.query(SNAPSHOT_QUERY) as Carried;
  handler = handlerOf(steps);
  await begin(
    (record, ctx) => handler(record, ctx),
    0,
    JSON.parse(JSON.stringify(carried)) as Carried,
    (activity) => {
      world.answer(activity);
    },
  );
};

export const waiting = (): number =>
  (sandbox.query(SNAPSHOT_QUERY) as Carried | undefined)?.chains.reduce(
    (sum, chain) => sum + chain.waiting.length,
    0,
  ) ?? 0;

export const stepOf = (kind: string, id: string): Step =>
  kind === 'sleep' || kind === 'condition' ? kind : (`${kind} ${id}` as Step);
