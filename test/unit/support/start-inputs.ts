// A valid start input of every workflow of Sluice, with all that it can hold, so that a test can spoil one place of it.
import type { AgentsInput, HeldAgentsInput } from '../../../src/model/contract/agent-contract';
import type { Carried, HeldInput, HostInput } from '../../../src/model/contract/contract';
import type { OutboxInput } from '../../../src/model/contract/outbox-contract';
import type { ShelfInput, ShelvedRun } from '../../../src/model/contract/shelf-contract';
import type { RouteInput } from '../../../src/model/routes/route-control';
import { sluiceAgents } from '../../../src/workflows/stock/sluice-agents';
import { sluiceDeliver } from '../../../src/workflows/stock/sluice-deliver';
import { sluiceHeld } from '../../../src/workflows/stock/sluice-held';
import { sluiceHeldAgents } from '../../../src/workflows/stock/sluice-held-agents';
import { sluiceOutbox } from '../../../src/workflows/stock/sluice-outbox';
import { sluiceRoute } from '../../../src/workflows/stock/sluice-route';
import { sluiceShelf } from '../../../src/workflows/stock/sluice-shelf';

export const stream = { id: 'good', topic: 't' };
export const other = { id: 'other', topic: 'u', replay: 1, effects: 0 };
export const position = { partition: 0, leaderEpoch: 0, offset: '7' };
export const record = { ...position, chain: 'a', key: 'a', timestamp: 1, value: { json: 1 } };
const failure = { code: 'http-status', message: 'HTTP 422', step: 's', destination: 'd', status: 422 } as const;
const doubts = [
  {
    step: 's',
    destination: 'd',
    since: 1,
    cause: 'timeout',
    request: 'r',
    sentAs: 'f',
    revision: 1,
    unreadable: 1,
    refusedSince: 2,
  },
] as const;
export const letter = { times: 1, letter: { stream, position }, doubts };
const runs = [{ stream, partition: 0, leaderEpoch: 0, offsets: '9,1' }];

export const CARRIED: Carried = {
  watermarks: [{ ...stream, partitions: { 0: [0, '9'] } }],
  streams: [stream],
  sequence: 7,
  counters: { accepted: 3, duplicates: 0, truncations: 0, stale: 0, settled: 1, skipped: 0, refused: 1 },
  chains: [
    {
      chain: 'a',
      waiting: [{ stream, record }, { stream, position, redriven: letter }, ...runs],
      headSequence: 6,
      headSteps: {
        s: { status: 200, headers: { h: 'v' }, data: 1, source: '1.0' },
        w: { wait: 'sleep', until: 5 },
        c: { wait: 'condition', until: 9e11, met: false },
        d: { wait: 'child', attempt: 1, started: true, completed: { result: 1 } },
        n: null,
      },
      headClaims: { s: ['call 0123', 1], w: ['sleep'] },
      lost: { since: 1, records: 2, marks: [{ ...stream, partitions: { 0: [0, '9'] } }], letters: ['l'] },
      doneCalls: doubts,
      safeCalls: ['s'],
      doubts,
      newEffects: 1,
      callbacks: [
        { step: 'c', round: 0, deadline: 5, since: 1, calls: ['s'], destination: 'd' },
        { step: 'e', round: 1, deadline: 5, answer: { outcome: 'failed', data: 1, source: '1.0', digest: 'd' } },
      ],
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
        ...{ kind: 'retrying', failure, attempts: 1, notBefore: 4e12, since: 1 },
        wait: { reason: 'breaker-open', destination: 'd', since: 1 },
      },
      paused: 4,
    },
  ],
  aside: [{ chain: 'a', key: null, runs }],
  asideEdited: [{ stream, record: { ...record, revision: 1 } }],
  redriven: ['l'],
  takenCallbacks: [['i', 'd']],
  ledger: { streams: [stream], chains: [['a', [[0, 0, 0, '6', 0, ['s', 'd', 1, 1, 200, 'abc', '']]]]] },
  shelvings: 1,
  quietSince: 2,
};
export const HOST: HostInput = {
  ...{ gateway: 'g', route: 'r', hosting: { kind: 'lane', lane: 0, of: 1 }, writers: 1, sequenceFrom: 1 },
  carried: CARRIED,
  redone: {
    ...{ since: 1, marks: CARRIED.watermarks, unknownRevisions: 1, times: 1 },
    revisions: [{ stream, position, revision: 1 }],
    replaced: [{ stream, position }],
    pauses: [{ chain: 'p', key: 'p', since: 1 }, { chain: 'b' }],
  },
};
const AGENTS: AgentsInput = {
  ...{ gateway: 'g', definition: 'd', hosting: { kind: 'shared', host: 0, of: 1 }, writers: 1, window: 9 },
  carried: {
    revision: 'x',
    agents: [
      {
        ...{ agent: 'n', parameters: { p: 1 }, cursor: { c: 1 }, slot: 1, dueAt: 4e12, attempts: 1, since: 1 },
        ...{ failure, window: 'abcdefghijk', polledAt: 1, polls: 1, published: 1, repeats: 1 },
        ...{ ask: true, slow: true, passedOver: 1, passedInRow: 1 },
        lastPassedOver: { at: 's', recordId: 'i', key: 'k', message: 'm' },
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
export const SHELVED: ShelvedRun = {
  ...{ workflowId: 'g/r/a', workflowType: 'w', taskQueue: 'q', runId: 'i', life: 'l', number: 1 },
  input: { ...HOST, carried: { ...CARRIED, chains: CARRIED.chains.slice(1), aside: [] } },
};
const SHELF: ShelfInput = {
  ...{ gateway: 'g', route: 'r' },
  entries: [{ ...{ workflowId: 'g/r/a', number: 1, since: 1, takenBy: 'x' }, run: SHELVED }],
};
export const segment = {
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

export type Begun = (input: never) => Promise<unknown>;

export const WORKFLOWS: readonly (readonly [name: string, workflow: Begun, input: object])[] = [
  ['a host of keys', sluiceDeliver, HOST],
  ['a host of agents', sluiceAgents, AGENTS],
  ['a held key', sluiceHeld, HELD],
  ['held agents', sluiceHeldAgents, HELD_AGENTS],
  ['a shelf', sluiceShelf, SHELF],
  ['a route', sluiceRoute, ROUTE],
  ['an outbox writer', sluiceOutbox, OUTBOX],
];
