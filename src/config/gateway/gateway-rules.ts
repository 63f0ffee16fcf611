// Rules across options that concern the gateway as a whole.
import { DEFAULTS } from '../checking/defaults';
import { resolve } from 'node:path';
import type { Files } from '../environment/environment';
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { entriesOf, fieldOf, textOf, textsOf } from '../checking/raw';
import { outboxFormatProblems } from './outbox-format-rules';

const NAME = /^[a-z0-9-]{1,40}$/;

/** Names of routes and destinations become part of workflow ids, group names, metrics and commands. */
const nameProblems = (definition: unknown, section: 'destinations' | 'routes'): readonly Problem[] =>
  entriesOf(fieldOf(definition, section))
    .filter(([name]) => !NAME.test(name))
    .map(([name]) => ({
      option: optionPath([section, name]),
      got: `the name ${shownValue(name)}`,
      expected: "a name of 1 to 40 characters of a-z, 0-9 and '-'",
    }));

const workflowsProblems = (definition: unknown, directory: string, files: Files): readonly Problem[] => {
  const given = fieldOf(definition, 'workflows');
  const needing = entriesOf(fieldOf(definition, 'routes')).filter(
    ([, route]) => fieldOf(route, 'workflow') !== undefined,
  );
  if (given === undefined && needing.length > 0) {
    const names = needing.map(([name]) => name).join(', ');
    return [{ option: 'workflows', got: 'nothing', expected: `the file with the handlers of ${names}` }];
  }
  const path = textOf(given);
  if (path === undefined || path === '' || files.isFile(resolve(directory, path))) return [];
  return [
    {
      option: 'workflows',
      got: shownValue(path),
      expected: `an existing file (looked for ${resolve(directory, path)})`,
    },
  ];
};

const bridgeProblems = (definition: unknown): readonly Problem[] => {
  const bridge = fieldOf(definition, 'bridge');
  const inline = fieldOf(bridge, 'inlineBytes') ?? DEFAULTS.inlineBytes;
  const signal = fieldOf(bridge, 'bytesPerSignal') ?? DEFAULTS.bytesPerSignal;
  if (typeof inline !== 'number' || typeof signal !== 'number' || inline <= signal) return [];
  return [
    {
      option: 'bridge.inlineBytes',
      got: String(inline),
      expected: `at most bridge.bytesPerSignal (${signal})`,
    },
  ];
};

/** Each line would cause an effect, and each effect a line. */
const ledgerProblems = (definition: unknown): readonly Problem[] => {
  const topic = textOf(fieldOf(fieldOf(definition, 'ledger'), 'topic'));
  const reader = entriesOf(fieldOf(definition, 'routes')).find(
    ([, route]) => topic !== undefined && textsOf(fieldOf(route, 'topics')).includes(topic),
  );
  if (reader === undefined) return [];
  const expected = `a topic that no route of this gateway reads (route ${reader[0]} does)`;
  return [{ option: 'ledger.topic', got: shownValue(topic), expected }];
};

export const gatewayProblems = (definition: unknown, directory: string, files: Files): readonly Problem[] => [
  ...nameProblems(definition, 'destinations'),
  ...nameProblems(definition, 'routes'),
  ...(typeof fieldOf(definition, 'routes') === 'object' &&
  entriesOf(fieldOf(definition, 'routes')).length === 0 &&
  entriesOf(fieldOf(definition, 'agents')).length === 0
    ? [{ option: 'routes', got: 'no route', expected: 'at least one route, or an agent' }]
    : []),
  ...workflowsProblems(definition, directory, files),
  ...bridgeProblems(definition),
  ...ledgerProblems(definition),
  ...outboxFormatProblems(definition),
];
