// What an operator sees and does by `sluice keys`.
import type { CliWorld } from '../gateway/cli-world';
import { documentOf } from '../gateway/run-cli';

export const ROUTE = ['--route', 'main'];
export const KEY = [...ROUTE, '--key', 'key-0'];

export type ListedKeys = readonly { readonly chain: string; readonly waiting: number; readonly beneath?: string }[];

/** The keys that `sluice keys list` shows. */
export const listed = async ({ cli }: CliWorld, ...filters: readonly string[]): Promise<ListedKeys> =>
  (documentOf(await cli('keys', 'list', ...ROUTE, ...filters, '--json')) as { keys: ListedKeys }).keys;

/** The document of a command of keys that succeeds. */
export const ok = async ({ cli }: CliWorld, ...args: readonly string[]): Promise<Record<string, unknown>> => {
  const answer = await cli('keys', ...args, '--json');
  expect([args, answer]).toEqual([args, expect.objectContaining({ code: 0 })]);
  return documentOf(answer) as Record<string, unknown>;
};
