import { validDefinition, withOption } from '../config-source';
import { testRules } from '../rules';

testRules([
  [
    'something else than a definition',
    4,
    'default export: got 4, expected the object that defineGateway({ ... }) returns',
  ],
  [
    'a gateway without a name',
    withOption('name', undefined),
    "name: got nothing, expected 1 to 40 characters of a-z, 0-9 and '-'",
  ],
  [
    'a gateway name with capitals',
    withOption('name', 'Bank'),
    `name: got "Bank", expected 1 to 40 characters of a-z, 0-9 and '-'`,
  ],
  [
    'a handler without a file',
    withOption('workflows', undefined),
    'workflows: got nothing, expected the file with the handlers of transfers',
  ],
  [
    'a file of handlers that is not there',
    validDefinition(),
    'workflows: got "./workflows.ts", expected an existing file (looked for /app/workflows.ts)',
    { noWorkflows: true },
  ],
  [
    'a negative grace period',
    withOption('gracePeriod', '-1s'),
    "gracePeriod: got \"-1s\", expected a duration from '1s' to '1h' such as '10s' or '2m'",
  ],
  [
    'values inline that fit no signal',
    withOption('bridge', { inlineBytes: 65_537, bytesPerSignal: 65_536 }),
    'bridge.inlineBytes: got 65537, expected at most bridge.bytesPerSignal (65536)',
  ],
  [
    'an effect ledger that a route reads: each line would make another',
    withOption('ledger', { topic: 'transfers' }),
    'ledger.topic: got "transfers", expected a topic that no route of this gateway reads (route transfers does)',
  ],
]);
