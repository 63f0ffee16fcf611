// What operators look at during an outage, and since when each of it tells the truth.
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { OverviewAnswer } from '../../../src/console/wire/overview';
import type { CliWorld } from '../gateway/cli-world';
import type { ConsoleProcess } from '../gateway/console-process';
import { documentOf } from '../gateway/run-cli';

interface Row {
  readonly status: string;
  readonly cause?: string;
  readonly keys: number;
}

/** Keys as somebody tells of them; what it does not tell is absent. */
export interface Picture {
  /** Keys that go on by themselves. */
  readonly moving?: number;
  /** Parked keys by cause. */
  readonly parked?: Readonly<Record<string, number>>;
  /** Why the destination is not called. */
  readonly waits?: readonly string[];
  /** Set if keys that are being tried at the moment are not counted. */
  readonly trying?: true;
}

export type Reader = () => Promise<Picture>;

const MOVING: ReadonlySet<string> = new Set(['retrying', 'postponed']);

const pictureOf = (rows: readonly Row[]): Picture => {
  const parked: Record<string, number> = {};
  let moving = 0;
  for (const { status, cause = '', keys } of rows) {
    if (status === 'parked') parked[cause] = (parked[cause] ?? 0) + keys;
    if (MOVING.has(status)) moving += keys;
  }
  return { moving, parked };
};

const SERIES = /^sluice_keys\{route="\w+",status="([\w-]+)",destination="api",cause="([\w:-]+)"\} (\d+)$/gm;

interface Told {
  readonly keys: { readonly causes: readonly Row[] };
  readonly destinations: readonly { readonly waits: readonly { readonly reason: string }[] }[];
}

const reasons = (destinations: Told['destinations']): readonly string[] =>
  destinations.flatMap(({ waits }) => waits.map(({ reason }) => reason));

/** Metrics and console, which answer at once; the console only if there is one. */
export const servedReaders = (metricsPort: number, console?: ConsoleProcess): Readonly<Record<string, Reader>> => ({
  metrics: async () => {
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const rows = Array.from(text.matchAll(SERIES), ([, status = '', cause = '', keys]) => ({
      status,
      cause,
      keys: Number(keys),
    }));
    return pictureOf(rows);
  },
  ...(console === undefined
    ? {}
    : {
        console: async () => {
          const { groups, destinations } = (await console.get('/api/overview')) as OverviewAnswer;
          return { ...pictureOf(groups.rows), waits: reasons(destinations) };
        },
      }),
});

/** Commands, each a process that has to start first. `routes` are those whose keys are listed. */
export const commandReaders = (
  { cli }: CliWorld,
  routes: readonly string[],
  parkedKeys: () => number,
): Readonly<Record<'status' | 'list' | 'retry', Reader>> => ({
  status: async () => {
    const { keys, destinations } = documentOf(await cli('status', '--json')) as Told;
    return { ...pictureOf(keys.causes), waits: reasons(destinations) };
  },
  list: async () => {
    let moving = 0;
    for (const route of routes) {
      const args = ['-r', route, '-s', 'retrying', '--destination', 'api', '--limit', '1000', '--json'];
      moving += (documentOf(await cli('keys', 'list', ...args)) as { keys: readonly unknown[] }).keys.length;
    }
    return { moving, trying: true };
  },
  retry: async () => {
    const answer = await cli('keys', 'retry', '--all', '--destination', 'api', '--dry-run', '--json');
    const { matched } = documentOf(answer) as { readonly matched: number };
    return { moving: matched - parkedKeys(), trying: true };
  },
});

/** Lists ask every key, and leave out those that are being tried at that moment: a few of them. */
const TRIED = 0.9;

const isTrue = ({ trying, ...seen }: Picture, truth: Picture): boolean => {
  if (trying === true) {
    const { moving: all = 0 } = truth;
    const { moving = 0 } = seen;
    return moving <= all && moving >= TRIED * all;
  }
  // What somebody does not tell of is not wrong.
  return isDeepStrictEqual(sorted({ ...truth, ...seen }), sorted(truth));
};

const sorted = ({ parked = {}, ...picture }: Picture): unknown => ({
  ...picture,
  parked: Object.entries(parked).sort(([a], [b]) => a.localeCompare(b)),
});

export interface Delays {
  /** Milliseconds from when the first reader told the truth to the last look of this one that did not; 0 if none. */
  readonly [reader: string]: number;
}

interface Followed {
  readonly name: string;
  /** Tells of all keys, however they stand. */
  readonly whole: boolean;
  /** When the look ended since which it tells the truth. */
  readonly rightAt: number;
  /** When its last look began that did not. */
  readonly wrongAt: number;
}

/**
 * Has all readers look again and again from now on, until `begun` has resolved and each has told `truth` so many times
 * in a row. @throws Error if one does not within `withinMs`, with what it told last.
 */
export const delaysOf = async (
  readers: Readonly<Record<string, Reader>>,
  truth: Picture,
  begun: Promise<unknown>,
  { withinMs, times }: { readonly withinMs: number; readonly times: number },
): Promise<Delays> => {
  let since = Infinity;
  let failed: unknown;
  void begun.then(
    () => (since = Date.now()),
    (error: unknown) => (failed = error),
  );
  const follow = async ([name, read]: readonly [string, Reader]): Promise<Followed> => {
    let wrongAt = -Infinity;
    let rightAt = Infinity;
    let whole = true;
    for (let right = 0; right < times;) {
      const lookedAt = Date.now();
      const seen = await read();
      if (failed !== undefined) throw new Error('What was waited for has not happened.', { cause: failed });
      const isRight = isTrue(seen, truth);
      whole = seen.trying !== true;
      if (isRight && lookedAt >= since) right += 1;
      if (isRight) rightAt = Math.min(rightAt, Date.now());
      else {
        right = 0;
        rightAt = Infinity;
        wrongAt = lookedAt;
        if (lookedAt - since > withinMs) {
          throw new Error(`${name} told ${JSON.stringify(seen)}, expected ${JSON.stringify(truth)}`);
        }
      }
      await delay(200);
    }
    return { name, whole, rightAt, wrongAt };
  };
  const followed = await Promise.all(Object.entries(readers).map(follow));
  // Those that tell of the keys in part may be right before anything has happened.
  const first = Math.max(since, Math.min(...followed.flatMap(({ rightAt, whole }) => (whole ? [rightAt] : []))));
  return Object.fromEntries(followed.map(({ name, wrongAt }) => [name, Math.max(0, wrongAt - first)]));
};
