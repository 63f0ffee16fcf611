// Every workflow of Sluice, begun with anything and sent anything. The workflows are real; Temporal and the activities are
// not.
import { ApplicationFailure } from '@temporalio/common';
import fc from 'fast-check';
import type { AgentsInput, HeldAgentsInput } from '../../../../src/model/contract/agent-contract';
import {
  LEAVE_SIGNAL,
  RECORDS_SIGNAL,
  RELEASE_SIGNAL,
  SNAPSHOT_QUERY,
  STATUS_QUERY,
  type Carried,
  type HeldInput,
  type HostInput,
  type HostStatus,
} from '../../../../src/model/contract/contract';
import type { OutboxInput } from '../../../../src/model/contract/outbox-contract';
import { START_REFUSED } from '../../../../src/model/contract/release-contract';
import type { ShelfInput } from '../../../../src/model/contract/shelf-contract';
import type { RouteInput } from '../../../../src/model/route-control';
import { sluiceAgents } from '../../../../src/workflows/stock/sluice-agents';
import { sluiceDeliver } from '../../../../src/workflows/stock/sluice-deliver';
import { sluiceHeld } from '../../../../src/workflows/stock/sluice-held';
import { sluiceHeldAgents } from '../../../../src/workflows/stock/sluice-held-agents';
import { sluiceOutbox } from '../../../../src/workflows/stock/sluice-outbox';
import { sluiceRoute } from '../../../../src/workflows/stock/sluice-route';
import { sluiceShelf } from '../../../../src/workflows/stock/sluice-shelf';
import { sandbox } from '../../support/fake-sandbox';
import { anything, nearly } from '../../support/hostile-payloads';

jest.mock(
  '@temporalio/workflow',
  () => jest.requireActual<{ sandbox: { module: object } }>('../../support/fake-sandbox').sandbox.module,
);

const stream = { id: 'good', topic: 't' };
const other = { id: 'other', topic: 'u', replay: 1, effects: 0 };
const position = { partition: 0, leaderEpoch: 0, offset: '7' };
const record = { ...position, chain: 'a', key: 'a', timestamp: 1, value: { json: 1 } };
const failure = { code: 'http-status', message: 'HTTP 422', step: 's', destination: 'd', status: 422 } as const;
const doubts = [{ step: 's', destination: 'd', since: 1, cause: 'timeout', request: 'r' }] as const;
const letter = { times: 1, letter: { stream, position }, doubts };
const runs = [{ stream, partition: 0, leaderEpoch: 0, offsets: '9,1' }];

const CARRIED: Carried = {
  watermarks: [{ ...stream, partitions: { 0: [0, '9'] } }],
  streams: [stream],
  sequence: 7,
  counters: { accepted: 3, duplicates: 0, truncations: 0, stale: 0, settled: 1, skipped: 0, refused: 1 },
  chains: [
    {
      chain: 'a',
      waiting: [{ stream, record }, { stream, position, redriven: letter }, ...runs],
      headSequence: 6,
      headSteps: { s: { status: 200, headers: {}, data: 1 }, w: { wait: 'sleep', until: 5 }, n: null },
      doubts,
      newEffects: 1,
      callbacks: [{ step: 'c', round: 0, deadline: 5, since: 1, calls: ['s'], destination: 'd' }],
      hold: { kind: 'parked', failure, attempts: 2, since: 1 },
    },
    {
      chain: 'b',
      key: { base64: 'AA==' },
      state: { any: ['thing'] },
      stateVersion: 2,
      waiting: [],
      packed: [[0, 0, 0, 'a,2']],
      unsure: true,
      hold: {
        ...{ kind: 'retrying', failure, attempts: 1, notBefore: 9e12, since: 1 },
        wait: { reason: 'breaker-open', destination: 'd', since: 1 },
      },
      paused: 4,
    },
  ],
  aside: [{ chain: 'a', key: null, runs }],
  redriven: ['l'],
  takenCallbacks: [['i', 'd']],
  ledger: { streams: [stream], chains: [['a', [[0, 0, 0, '6', 0, ['s', 'd', 1, 1, 200, 'abc', '']]]]] },
  shelvings: 1,
  quietSince: 2,
};
const HOST: HostInput = {
  ...{ gateway: 'g', route: 'r', hosting: { kind: 'lane', lane: 0, of: 1 }, writers: 1, sequenceFrom: 1 },
  carried: CARRIED,
};
const AGENTS: AgentsInput = {
  ...{ gateway: 'g', definition: 'd', hosting: { kind: 'shared', host: 0, of: 1 }, writers: 1, window: 9 },
  carried: {
    revision: 'x',
    agents: [
      {
        ...{ agent: 'n', parameters: { p: 1 }, cursor: { c: 1 }, slot: 1, dueAt: 9e12, attempts: 1, since: 1 },
        ...{ failure, window: 'abcdefghijk', polledAt: 1, polls: 1, published: 1, repeats: 1 },
      },
    ],
  },
};
const HELD: HeldInput = {
  ...{ gateway: 'g', route: 'r', workflowId: 'g/r/a', closedRunId: 'c' },
  carried: {
    waiting: [{ chain: 'a', key: 'a', runs }],
    watermarks: CARRIED.watermarks,
    released: false,
    reopened: false,
  },
};
const SHELF: ShelfInput = {
  ...{ gateway: 'g', route: 'r' },
  entries: [
    {
      ...{ workflowId: 'g/r/a', number: 1, since: 1, takenBy: 'x' },
      run: {
        ...{ workflowId: 'g/r/a', workflowType: 'w', taskQueue: 'q', runId: 'i', life: 'l', number: 1 },
        input: HOST,
      },
    },
  ],
};
const segment = {
  replay: 1,
  newEffects: true,
  chain: 'a',
  streams: [{ ...other, ranges: { 0: ['1', '5', 2] } }],
} as const;
const ROUTE: RouteInput = {
  ...{ gateway: 'g', route: 'r' },
  control: {
    ...{ revision: 3, desired: 'paused', since: 's', lanes: 1, sequence: 1, segments: [segment], recent: ['i'] },
    replay: { number: 1, phase: 'running', request: { from: { offset: '1' }, newEffects: true }, begun: 's' },
    leftOut: { 1: 4 },
    taken: segment.streams,
    failures: [{ bridge: 'b', code: 'c', message: 'm', since: 's', time: 't' }],
  },
};
const OUTBOX: OutboxInput = {
  ...{ gateway: 'g', writer: 0, sessions: 1 },
  last: { holder: 'h', sequence: '1', published: 1, transactions: 1, doubts: 0 },
};
const HELD_AGENTS: HeldAgentsInput = { workflowId: 'g/~agents/d', closedRunId: 'c', host: AGENTS };

type Begun = (input: never) => Promise<unknown>;

const WORKFLOWS: readonly (readonly [name: string, workflow: Begun, input: object])[] = [
  ['a host of keys', sluiceDeliver, HOST],
  ['a host of agents', sluiceAgents, AGENTS],
  ['a held key', sluiceHeld, HELD],
  ['held agents', sluiceHeldAgents, HELD_AGENTS],
  ['a shelf', sluiceShelf, SHELF],
  ['a route', sluiceRoute, ROUTE],
  ['an outbox writer', sluiceOutbox, OUTBOX],
];

let run: { end: 'open' | 'refused' | 'done'; wrong?: unknown };

/** Begins a run with this. */
const begin = async (workflow: Begun, input: unknown): Promise<'open' | 'refused' | 'done'> => {
  sandbox.begin();
  const own: typeof run = { end: 'open' };
  run = own;
  workflow(input as never).then(
    () => (own.end = 'done'),
    (error: unknown) => {
      if (error instanceof ApplicationFailure && error.type === START_REFUSED) own.end = 'refused';
      else own.wrong = error;
    },
  );
  await sandbox.settle();
  expectNoFault();
  return own.end;
};

/** What is no refusal would have failed the workflow's task. */
const expectNoFault = (): void => {
  if (run.wrong !== undefined) throw run.wrong as Error;
};

const askAll = (): void => {
  for (const name of [STATUS_QUERY, SNAPSHOT_QUERY].filter((query) => sandbox.names.includes(query))) {
    JSON.stringify(sandbox.query(name));
  }
};

describe.each(WORKFLOWS)('of %s', (_name, workflow, input) => {
  test('What a run carries into another one is no stranger to it.', async () => {
    expect(await begin(workflow, structuredClone(input))).toBe('open');
    askAll();
  });

  test('I7: A start input that is none ends the workflow at once, and with any other it runs and answers.', async () => {
    await fc.assert(
      fc.asyncProperty(nearly([input]), async (start) => {
        if ((await begin(workflow, start)) !== 'open') return;
        askAll();
        await sandbox.pass(60_000);
        expectNoFault();
      }),
      { numRuns: 300 },
    );
  });

  test('I7: Whatever it is sent, it answers.', async () => {
    const sent = fc.array(fc.tuple(fc.nat(), fc.oneof(anything, nearly([input]))), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sent, async (calls) => {
        await begin(workflow, structuredClone(input));
        for (const [at, payload] of calls) {
          const names = [...sandbox.names, LEAVE_SIGNAL, RELEASE_SIGNAL, RECORDS_SIGNAL];
          const name = names[at % names.length] ?? LEAVE_SIGNAL;
          await sandbox.update(name, payload);
        }
        expectNoFault();
        askAll();
      }),
      { numRuns: 100 },
    );
  });
});

test('I3: A host that is begun with anything but runs takes records and knows them when they come again.', async () => {
  await fc.assert(
    fc.asyncProperty(nearly([HOST]), async (start) => {
      if ((await begin(sluiceDeliver, start)) !== 'open' || sandbox.query(SNAPSHOT_QUERY) === null) return;
      const before = (sandbox.query(STATUS_QUERY) as HostStatus).counters.accepted;
      const fresh = { stream: { id: 'fresh', topic: 't' }, records: [{ ...record, chain: 'z' }] };
      await sandbox.signal(RECORDS_SIGNAL, fresh);
      await sandbox.signal(RECORDS_SIGNAL, fresh);
      const { accepted, duplicates } = (sandbox.query(STATUS_QUERY) as HostStatus).counters;
      expect(accepted).toBe(before + 1);
      expect(duplicates).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});
