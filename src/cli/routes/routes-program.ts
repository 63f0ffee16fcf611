// Commands that act on a whole route.
import { Option, type Command } from 'commander';
import type { ReplayStart } from '../../model/routes/route-replay';
import { common, timeoutOption, type Execute } from '../command/common-options';
import type { CommonOptions, Handler } from '../command/command';
import { atMostOption } from '../command/confirm';
import { keyAddress, withKeyOptions } from '../keys/key-options';
import { wholeNumber } from '../command/option-parsers';
import { replayStart } from './replay-start';
import type { RehostOptions } from './rehost-command';
import type { ReplayOptions } from './replay-command';
import type { SteerOptions } from './route-commands';
import { defined } from '../../model/defined';

export interface RoutesCommands {
  readonly pause: Handler<SteerOptions>;
  readonly resume: Handler<SteerOptions>;
  readonly replay: Handler<ReplayOptions>;
  readonly rehost: Handler<RehostOptions>;
}

interface ParsedReplay extends SteerOptions {
  readonly timeout: number;
  readonly from?: ReplayStart;
  readonly topic?: string;
  readonly partition?: number;
  readonly newEffects: boolean;
  readonly dryRun: boolean;
  readonly again: boolean;
  readonly yes?: boolean;
  readonly atMost?: number;
  readonly continue: boolean;
  readonly cancel: boolean;
}

const MAX_PARTITION = 1_000_000;
const STEER_WORDS = {
  pause: 'Stop taking in the records of a route; its workflows go on with what they have.',
  resume: 'Take in the records of a paused route again.',
} as const;

const addSteer = (
  program: Command,
  name: 'pause' | 'resume',
  handler: Handler<SteerOptions>,
  execute: Execute,
): void => {
  common(program.command(name).description(STEER_WORDS[name]).argument('<route>', 'name of the route'))
    .addOption(timeoutOption('how long to wait until the bridges have obeyed', '30s'))
    .action((route: string, { timeout, ...values }: SteerOptions & { readonly timeout: number }) =>
      execute(values, 'answers', (context) => handler({ ...values, route, timeoutMs: timeout }, context)),
    );
};

/** Exactly one action may be requested; anything else is a usage error. */
const actOf = (values: ParsedReplay & Parameters<typeof keyAddress>[0], command: Command): ReplayOptions['act'] => {
  const { from, topic, partition, newEffects, dryRun, again, yes, atMost } = values;
  const asked = [from !== undefined, values.continue, values.cancel].filter(Boolean).length;
  if (asked !== 1) return command.error(`error: expected exactly one of --from, --continue and --cancel`);
  if (from === undefined) return { kind: values.continue ? 'continue' : 'cancel', ...defined({ yes }) };
  const named = [values.key, values.keyBase64, values.nullKey].some((value) => value !== undefined);
  return {
    kind: dryRun ? 'dry-run' : 'start',
    from,
    ...defined({ topic, partition }),
    ...(named ? { address: keyAddress(values, command, false) } : {}),
    newEffects,
    again,
    ...defined({ yes, atMost }),
  };
};

const addReplay = (program: Command, handler: Handler<ReplayOptions>, execute: Execute): void => {
  const words = 'Replay the records that a route has read, from a time or an offset on.';
  const command = withKeyOptions(
    common(program.command('replay').description(words).argument('<route>', 'name of the route')),
    false,
  );
  atMostOption(command, 'offsets')
    .addOption(
      new Option(
        '--from <start>',
        "where to begin: an offset, a time with its zone, '2h' (ago), or earliest",
      ).argParser(replayStart(Date.now)),
    )
    .option('--topic <name>', 'replay only this topic')
    .option('--partition <number>', 'replay only this partition', wholeNumber(0, MAX_PARTITION))
    .option('--new-effects', 'also repeat the effects, under new idempotency keys', false)
    .option('-y, --yes', 'do not ask; repeat effects also where an API may have forgotten their keys')
    .option('--dry-run', 'show what would be replayed; change nothing', false)
    .option('--again', 'begin a replay even if the last one was the same', false)
    .option('--continue', 'continue a replay that was left unfinished', false)
    .option('--cancel', 'cancel the last replay; what is left of it is filtered as duplicates', false)
    .addOption(timeoutOption('how long to wait for bridges to stop', '60s'))
    .action((route: string, values: ParsedReplay, command: Command) => {
      const options = { config: values.config, json: values.json, route, timeoutMs: values.timeout };
      const act = actOf(values, command);
      return execute(options, 'answers', (context) => handler({ ...options, act }, context));
    });
};

export const addRoutes = (program: Command, handlers: RoutesCommands, execute: Execute): void => {
  addSteer(program, 'pause', handlers.pause, execute);
  addSteer(program, 'resume', handlers.resume, execute);
  addReplay(program, handlers.replay, execute);
  const words = 'Host the keys of a paused and drained route as the configuration now says.';
  common(program.command('rehost').description(words).argument('<route>', 'name of the route')).action(
    (route: string, values: CommonOptions) =>
      execute(values, 'answers', (context) => handlers.rehost({ ...values, route }, context)),
  );
};
