// Options of poll agents.
import { Cron } from 'croner';
import { z } from 'zod';
import type { PollFunction } from './agent-definition';
import { httpPollSchema } from './http-poll-schema';
import { decimal, integer, oneOf } from '../checking/leaf-schemas';
import { duration } from '../checking/duration-schema';
import { expectations } from '../checking/expectations';
import { topicName } from '../checking/name-schemas';
import { about } from '../checking/option-words';

const parses = (text: string, timezone = 'UTC'): boolean => {
  try {
    new Cron(text, { timezone }).nextRun();
    return true;
  } catch {
    // The text is no cron expression or no time zone.
    return false;
  }
};

const cron = z
  .string()
  .refine((text) => parses(text))
  .register(expectations, { expected: "a cron expression such as '*/5 * * * *'" });

const timeZone = z
  .string()
  .refine((text) => parses('* * * * *', text))
  .register(expectations, { expected: "a time zone such as 'UTC' or 'Europe/Berlin'" });

const pollFunction = z
  .custom<PollFunction>((value) => typeof value === 'function')
  .register(expectations, { expected: 'a function' });

const agentRetrySchema = z.strictObject({
  initial: duration('1ms', '1h')
    .prefault('1s')
    .register(...about('Wait after the first failed poll.')),
  factor: decimal(1, 10)
    .prefault(2)
    .register(...about('Each wait is this many times as long as the one before.')),
  maximum: duration('1ms', '24h')
    .prefault('1m')
    .register(...about('Longest wait between two attempts. An agent never gives up.')),
  jitter: decimal(0, 1)
    .prefault(0.5)
    .register(...about('Share of each wait that is random.')),
});

export const agentSchema = z.strictObject({
  topic: topicName.clone().register(...about('Topic that records are published to.')),
  every: duration('100ms', '168h')
    .optional()
    .register(...about('Time from one poll to the next. A definition has either this or `cron`.')),
  cron: cron.optional().register(...about('Times of the polls. A definition has either this or `every`.')),
  timeZone: timeZone.prefault('UTC').register(...about('Time zone of `cron`.')),
  jitter: duration('0ms', '168h')
    .optional()
    .register(
      ...about('Longest random delay that is added to each time.', {
        standard: 'a tenth of `every`; none for `cron`',
      }),
    ),
  overlap: oneOf('skip', 'at-once')
    .prefault('skip')
    .register(
      ...about(
        'What becomes of times that pass while a poll is under way: they are skipped, or one poll follows at once.',
      ),
    ),
  poll: pollFunction
    .optional()
    .register(
      ...about(
        'Function that asks the source for what it has after a cursor. A definition has either this or `http`.',
        { standard: '-' },
      ),
    ),
  http: httpPollSchema.optional(),
  timeout: duration('10ms', '2m')
    .prefault('10s')
    .register(...about('Deadline of one poll; a poll that takes longer has failed.')),
  retry: agentRetrySchema.prefault({}),
  onRefused: oneOf('pass-over', 'stop')
    .prefault('pass-over')
    .register(
      ...about(
        'What becomes of an item that Kafka refuses as it is: the others are published without it, or the agent stops at its page.',
      ),
    ),
  window: integer(0, 10_000)
    .prefault(1_000)
    .register(
      ...about(
        'Number of ids that each agent remembers: an item is published only once as long as its id is among them.',
      ),
    ),
  parameters: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/), oneOf('string', 'number', 'boolean'))
    .register(expectations, { expected: "an object of 'string', 'number' or 'boolean' by parameter name" })
    .optional()
    .register(
      ...about('What each agent has of its own. `sluice agents create` creates the agents of such a definition.', {
        standard: 'a single agent, which exists from the start',
      }),
    ),
  hosts: integer(1, 64)
    .prefault(4)
    .register(
      ...about(
        'Number of workflows that share the agents of a definition with `parameters`. Choose it before you create the first agent.',
      ),
    ),
});

export type ParsedAgent = z.output<typeof agentSchema>;
