// What the commands for dead letters share: their options, and the topic that they read.
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { GatewayError } from '../../errors';
import { withoutLetters } from '../../operations/dead-letters/without-letters';
import { keyTarget, type KeyAddress } from '../../operations/keys/key-target';
import { assertFilters, routeNamed } from '../../operations/named';
import { type LetterFilter, LetterLog, type LetterPlace } from '../../operations/dead-letters/letter-log';
import type { LetterState } from '../../operations/dead-letters/stored-letter';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { defined } from '../../model/defined';
import { loadedConfig } from '../command/running-engines';

export interface LetterOptions extends CommonOptions {
  readonly route: string;
}
export interface LetterFilterOptions extends LetterOptions {
  /** A code, with or without the status of an answer. */
  readonly cause?: string;
  readonly exact?: boolean;
  readonly destination?: string;
  readonly address?: KeyAddress;
  readonly since?: number;
  readonly until?: number;
  readonly limit: number;
}
export interface ListLettersOptions extends LetterFilterOptions {
  readonly state: LetterState | 'all';
  /** A second line for each letter. */
  readonly verbose: boolean;
  readonly page?: LetterPlace;
}
export interface ShowLetterOptions extends LetterOptions {
  readonly letter: LetterPlace;
}
export interface RedriveOptions extends LetterFilterOptions {
  /** Undefined for everything that the filter selects. */
  readonly letter?: LetterPlace;
  readonly action: { readonly kind: 'redrive' | 'skip' } | { readonly kind: 'edit'; readonly file: string };
  readonly dryRun: boolean;
  readonly timeoutMs: number;
  /** How long to wait for a worker, in milliseconds. */
  readonly wait?: number;
  /** Send the records under new idempotency keys; with `yes` also what may have happened already. */
  readonly newEffect?: boolean;
  readonly yes?: boolean;
  readonly atMost?: number;
}

export interface Opened {
  readonly config: ResolvedConfig;
  readonly route: ResolvedRoute;
  /** What the options select. */
  readonly filter: LetterFilter;
  readonly letters: LetterLog;
}

/** Reads the letters of a route. Without their topic, `none` answers: that there are none yet is no problem. */
export const withLetters = async (
  options: LetterOptions & Partial<LetterFilterOptions>,
  context: CommandContext,
  work: (opened: Opened) => Promise<CommandResult>,
  none?: (opened: Omit<Opened, 'letters'>) => CommandResult,
): Promise<CommandResult> => {
  const config = await loadedConfig(options, context);
  const route = routeNamed(config, options.route);
  const filter = filterOf(config, options);
  const letters = await LetterLog.openIfThere(config, route, context.log);
  if (letters === undefined) {
    const words = withoutLetters(config, route);
    if (none === undefined) throw new GatewayError('topic-missing', words);
    context.print(words);
    return none({ config, route, filter });
  }
  try {
    return await work({ config, route, filter, letters });
  } finally {
    await letters.close();
  }
};

/** @throws GatewayError `unknown-name` if there is no such destination or cause: nothing would match. */
export const filterOf = (
  config: ResolvedConfig,
  options: LetterOptions & Partial<LetterFilterOptions>,
): LetterFilter => {
  const { route, cause, destination, exact, address, since, until } = options;
  assertFilters(config, defined({ destination, error: cause }));
  const chain = address === undefined ? undefined : keyTarget(config, route, address).chain;
  return defined({ cause, destination, exact, chain, since, until });
};

/** `2/17`, as options accept it. */
export const placeText = ({ partition, offset }: LetterPlace): string => `${partition}/${offset}`;
