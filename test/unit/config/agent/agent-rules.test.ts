import { withOption } from '../config-source';
import { testRules } from '../rules';

const poll = (): Promise<object> => Promise.resolve({ records: [] });
const agent = (options: object, name = 'readings'): Record<string, unknown> =>
  withOption('agents', { [name]: { topic: 'readings', every: '10s', poll, ...options } });

const NAME = "a name of 1 to 40 characters of a-z, 0-9 and '-'";

testRules([
  ['an agent as it should be', agent({ parameters: { address: 'string' }, jitter: '10s', window: 0 }), []],
  ['an agent by cron', agent({ every: undefined, cron: '*/5 * * * *', timeZone: 'Europe/Berlin' }), []],
  [
    'an agent with a name that is none',
    agent({}, 'Readings'),
    `agents.Readings: got the name "Readings", expected ${NAME}`,
  ],
  [
    'an agent with a name that would lead out of its ids',
    agent({}, '../x'),
    `agents["../x"]: got the name "../x", expected ${NAME}`,
  ],
  [
    'an agent that polls by interval and by cron',
    agent({ cron: '* * * * *' }),
    'agents.readings: got both every and cron, expected exactly one of every and cron',
  ],
  [
    'an agent that never polls',
    agent({ every: undefined }),
    'agents.readings: got neither every nor cron, expected exactly one of every and cron',
  ],
  [
    'an agent with nothing to poll',
    agent({ poll: undefined }),
    'agents.readings: got neither poll nor http, expected exactly one of poll and http',
  ],
  [
    'an agent with two things to poll',
    agent({ http: { destination: 'ledger' } }),
    'agents.readings: got both poll and http, expected exactly one of poll and http',
  ],
  [
    'a jitter that is longer than the interval',
    agent({ jitter: '11s' }),
    'agents.readings.jitter: got "11s", expected at most every ("10s")',
  ],
  ['a jitter beside a cron expression', agent({ every: undefined, cron: '@daily', jitter: '1h' }), []],
  [
    'a retry that ends before it begins',
    agent({ retry: { initial: '2s', maximum: '1s' } }),
    'agents.readings.retry.maximum: got 1000 ms, expected at least retry.initial (2000 ms)',
  ],
  [
    'a retry that begins after the standard maximum',
    agent({ retry: { initial: '2m' } }),
    'agents.readings.retry.maximum: got 60000 ms, expected at least retry.initial (120000 ms)',
  ],
  [
    'a cron expression that is none',
    agent({ every: undefined, cron: '61 * * * *' }),
    `agents.readings.cron: got "61 * * * *", expected a cron expression such as '*/5 * * * *'`,
  ],
  [
    'a time zone that is none',
    agent({ timeZone: 'Europe/Atlantis' }),
    `agents.readings.timeZone: got "Europe/Atlantis", expected a time zone such as 'UTC' or 'Europe/Berlin'`,
  ],
  [
    'a parameter of a type that there is not',
    agent({ parameters: { address: 'object' } }),
    `agents.readings.parameters.address: got "object", expected 'string' or 'number' or 'boolean'`,
  ],
  [
    'a window that no host has room for',
    agent({ window: 10_001 }),
    'agents.readings.window: got 10001, expected an integer from 0 to 10000',
  ],
  [
    'agents that are a list',
    withOption('agents', []),
    'agents: got an empty list, expected an object of poll agents by name',
  ],
]);
