import { existsSync, readFileSync } from 'node:fs';
import type { CallFact } from './facts';

interface Begin {
  readonly call: string;
  readonly id: string;
  readonly key: string;
  readonly idempotencyKey: string;
  readonly body: string;
  readonly request: string;
  readonly startedAt: number;
  readonly effective: boolean;
}

interface End {
  readonly call: string;
  readonly endedAt: number;
}

/** The times at which an API process was seen dead. The calls that it had under way had ended by then. */
export type Deaths = readonly number[];

const parsed = (line: string): Begin | End | undefined => {
  try {
    return JSON.parse(line) as Begin | End;
  } catch {
    return undefined; // the line that a killed API was writing: its caller got no answer
  }
};

/** Returns what the API has written down, in the order in which it got the calls. */
export const readCallLog = (file: string, deaths: Deaths): readonly CallFact[] => {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .map(parsed)
    .filter((line) => line !== undefined);
  const ends = new Map(lines.flatMap((line) => ('endedAt' in line ? [[line.call, line.endedAt] as const] : [])));
  return lines.flatMap((line): CallFact[] => {
    if ('endedAt' in line) return [];
    const { call, startedAt, ...more } = line;
    const died = deaths.find((at) => at >= startedAt) ?? startedAt;
    return [{ ...more, route: more.id.split('/')[0] ?? '', startedAt, endedAt: ends.get(call) ?? died }];
  });
};
