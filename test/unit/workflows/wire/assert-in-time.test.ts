// Whatever an operator asks of a workflow, it is not done after its time; what a replay finds done is done again.
import { RETRY_UPDATE, SKIP_UPDATE } from '../../../../src/model/contract/contract';
import { AGENT_UPDATE } from '../../../../src/model/contract/agent-contract';
import { REDRIVE_UPDATE } from '../../../../src/model/contract/redrive';
import { WITHDRAWN } from '../../../../src/model/contract/timed-command';
import { EDIT_UPDATE, PAUSE_UPDATE, RESUME_UPDATE } from '../../../../src/model/keys/key-commands';
import { sluiceAgents } from '../../../../src/workflows/stock/sluice-agents';
import { sluiceDeliver } from '../../../../src/workflows/stock/sluice-deliver';
import { assertInTime } from '../../../../src/workflows/wire/assert-in-time';
import { sandbox } from '../../support/fake-sandbox';

jest.mock(
  '@temporalio/workflow',
  () => jest.requireActual<{ sandbox: { module: object } }>('../../support/fake-sandbox').sandbox.module,
);

const stream = { id: 's', topic: 't' };
const position = { partition: 0, leaderEpoch: 0, offset: '0' };
const letters = [
  { id: 'l', chain: 'a', key: 'a', stream, position, redriven: { times: 1, letter: { stream, position } } },
];
const record = { ...position, chain: 'a', key: 'a', timestamp: 0, value: { json: 1 } };
const late = { until: Date.now() - 1 };
const inTime = { until: Date.now() + 60_000 };

beforeEach(() => {
  sandbox.begin();
});

test.each([
  [RETRY_UPDATE, { chain: 'a' }],
  [SKIP_UPDATE, { chain: 'a' }],
  [EDIT_UPDATE, { chain: 'a', record, seen: 0 }],
  [PAUSE_UPDATE, { chain: 'a', key: 'a' }],
  [RESUME_UPDATE, { chain: 'a' }],
  [REDRIVE_UPDATE, { letters }],
])('I4: The workflow of a key does not do %s after its time.', async (name, command) => {
  void sluiceDeliver({ gateway: 'g', route: 'r', hosting: { kind: 'lane', lane: 0, of: 1 } });
  expect(await sandbox.refusal(name, { ...command, ...late })).toMatchObject({ type: WITHDRAWN });
  expect((await sandbox.refusal(name, { ...command, ...inTime }))?.type).not.toBe(WITHDRAWN);
});

test('A host of agents does nothing after its time.', async () => {
  void sluiceAgents({
    gateway: 'g',
    definition: 'd',
    hosting: { kind: 'shared', host: 0, of: 1 },
    window: 10,
  } as never);
  const create = { verb: 'create', agent: 'a', parameters: {} };
  expect(await sandbox.refusal(AGENT_UPDATE, { ...create, ...late })).toMatchObject({ type: WITHDRAWN });
  expect(await sandbox.refusal(AGENT_UPDATE, { ...create, ...inTime })).toBeUndefined();
});

test('A command says by which clock it came too late, and commands of older versions have no time.', () => {
  expect(() => {
    assertInTime({});
  }).not.toThrow();
  expect(() => {
    assertInTime({ until: 0 });
  }).toThrow(/counted until 1970-01-01T00:00:00.000Z, and by the clock of Temporal it is 20/);
});
