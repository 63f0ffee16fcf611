// Whatever a workflow may be given, with each place of it in turn spoilt: either it is refused, or the workflow runs, shows
// itself, answers every query, and hands on what it has. The workflows are real; Temporal and the activities are not.
import { ApplicationFailure } from '@temporalio/common';
import fc from 'fast-check';
import { AGENT_UPDATE, AGENTS_QUERY, SCHEDULE_SIGNAL } from '../../../../src/model/contract/agent-contract';
import { CALLBACK_UPDATE } from '../../../../src/model/contract/callback-contract';
import {
  HANDOVER_SIGNAL,
  LEAVE_SIGNAL,
  RECORDS_SIGNAL,
  RETRY_UPDATE,
  SKIP_UPDATE,
  SNAPSHOT_QUERY,
  STATE_QUERY,
  STATUS_QUERY,
} from '../../../../src/model/contract/contract';
import type { ChainWork } from '../../../../src/model/contract/effect-contract';
import { EFFECTS_QUERY } from '../../../../src/model/contract/effect-ledger';
import { REDRIVE_QUERY, REDRIVE_UPDATE } from '../../../../src/model/contract/redrive';
import {
  RECALL_UPDATE,
  SHELVE_UPDATE,
  SHELVED_QUERY,
  TAKE_UPDATE,
} from '../../../../src/model/contract/shelf-contract';
import {
  CHAINS_QUERY,
  EDIT_UPDATE,
  HEAD_QUERY,
  PAUSE_UPDATE,
  RESUME_UPDATE,
} from '../../../../src/model/keys/key-commands';
import { ROUTE_SIGNAL } from '../../../../src/model/routes/route-control';
import { keyedWorkflow } from '../../../../src/workflows/handler/keyed-workflow';
import { WIDE } from '../../../support/width';
import { sandbox, type PendingActivity } from '../../support/fake-sandbox';
import { payloadOf, spoiltEverywhere, type Spoilt } from '../../support/hostile-payloads';
import {
  HOST,
  letter,
  other,
  position,
  record,
  SHELVED,
  segment,
  WORKFLOWS,
  type Begun,
} from '../../support/start-inputs';

jest.mock(
  '@temporalio/workflow',
  () => jest.requireActual<{ sandbox: { module: object } }>('../../support/fake-sandbox').sandbox.module,
);

/** The server takes no input of more. */
const MAX_INPUT = 2 * 1024 * 1024;

/** A handler that touches all that it is given. */
const handled = keyedWorkflow<unknown, unknown>({
  initialState: () => ({}),
  onRecord: (given, context) => {
    context.state = JSON.parse(JSON.stringify([given, context.key, context.state])) as unknown;
    context.defer('api', { data: 1 });
  },
});

const commands = { chain: 'a', offset: '7', key: 'a', newEffect: { seen: 0, sure: true } };
const fresh = {
  ...record,
  offset: '70',
  headers: [['h', 'v']],
  keyText: 'a',
  value: { json: { b: [1] }, source: '{}' },
};
/** What each kind of workflow is sent in the right form. */
const SENT: Readonly<Record<string, readonly (readonly [name: string, argument: unknown])[]>> = {
  host: [
    [RECORDS_SIGNAL, { stream: other, records: [fresh], retireAfterMs: 60_000, sequenceFrom: 5 }],
    [HANDOVER_SIGNAL, { stream: other, records: [{ ...fresh, value: { reference: 5 } }] }],
    ...[RETRY_UPDATE, SKIP_UPDATE, PAUSE_UPDATE, RESUME_UPDATE].map((name) => [name, commands] as const),
    [PAUSE_UPDATE, { chain: 'new', key: { base64: 'AA==' } }],
    [EDIT_UPDATE, { chain: 'a', offset: '7', seen: 0, sure: true, record: { ...record, value: { text: 'x' } } }],
    [
      CALLBACK_UPDATE,
      {
        ...{ id: 'i2', digest: 'd', chain: 'a', record: 'good.0.0.7', step: 'c', round: 1, outcome: 'succeeded' },
        ...{ data: { x: 1 }, source: '{"x":1.0}', acceptLateMs: 9e11 },
      },
    ],
    [REDRIVE_UPDATE, { letters: [{ id: 'l2', chain: 'a', key: 'a', stream: other, position, redriven: letter }] }],
    [CHAINS_QUERY, { statuses: ['parked'], destination: 'd', error: 'e', after: 'a', limit: 5 }],
    [HEAD_QUERY, 'a'],
    [STATE_QUERY, 'a'],
    [EFFECTS_QUERY, 'a'],
    [REDRIVE_QUERY, ['a']],
  ],
  agents: [
    [AGENT_UPDATE, { agent: 'x', verb: 'create', parameters: { p: 1, q: 's', r: true }, paused: true }],
    [AGENT_UPDATE, { agent: 'n', verb: 'set-cursor', cursor: { c: [1] }, forget: true }],
    [AGENT_UPDATE, { agent: 'n', verb: 'pause' }],
    [SCHEDULE_SIGNAL, { revision: 'y', window: 4 }],
    [AGENTS_QUERY, { statuses: ['paused'], agent: 'n', after: '', limit: 5 }],
  ],
  shelf: [
    [SHELVE_UPDATE, { ...SHELVED, workflowId: 'g/r/b' }],
    [TAKE_UPDATE, { workflowId: 'g/r/a', by: 'x', from: 'i', force: true }],
    [RECALL_UPDATE, { workflowId: 'g/r/c', number: 2, by: 'x' }],
    [SHELVED_QUERY, 'g/r/a'],
  ],
  route: [
    [ROUTE_SIGNAL, { id: 'a', time: 't', kind: 'pause' }],
    [ROUTE_SIGNAL, { id: 'b', time: 't', kind: 'failed', bridge: 'b', code: 'c', message: 'm', since: 's' }],
    [
      ROUTE_SIGNAL,
      {
        id: 'c',
        time: 't',
        kind: 'replay',
        request: { from: { offset: '1' }, topic: 't', partition: 1, newEffects: true },
      },
    ],
    [ROUTE_SIGNAL, { id: 'd', time: 't', kind: 'replay-cut', replay: 2, streams: segment.streams }],
    [ROUTE_SIGNAL, { id: 'e', time: 't', kind: 'replay-left-out', replay: 1, records: 5 }],
  ],
  held: [[RECORDS_SIGNAL, { stream: other, records: [fresh] }]],
};

let run: { end: 'open' | 'over'; wrong?: unknown };

/** Begins a run with this. */
const begin = async (workflow: Begun, input: unknown): Promise<boolean> => {
  sandbox.begin();
  const own: typeof run = { end: 'open' };
  run = own;
  workflow(input as never).then(
    () => (own.end = 'over'),
    (error: unknown) => {
      if (error instanceof ApplicationFailure) own.end = 'over';
      else own.wrong = error;
    },
  );
  await sandbox.settle();
  return own.end === 'open';
};

/** Temporal tries the others for ever. */
const answered = async ({ name, args, ...activity }: PendingActivity): Promise<void> => {
  if (name === 'performEffects') {
    const { chains } = args[0] as { readonly chains: readonly ChainWork[] };
    await activity.answer(chains.map(({ chain, records }) => ({ chain, settled: records.length })));
  } else if (name === 'readRecords') {
    const { offsets } = args[0] as { readonly offsets: readonly string[] };
    await activity.answer(offsets.map((offset) => ({ offset, gone: 'gone' })));
  } else if (name === 'rejectRecord') await activity.answer('skip');
};

const askAll = (): void => {
  for (const name of sandbox.names.filter((one) => one !== LEAVE_SIGNAL)) {
    if ([STATUS_QUERY, SNAPSHOT_QUERY].includes(name)) JSON.stringify(sandbox.query(name));
    if ([HEAD_QUERY, STATE_QUERY, EFFECTS_QUERY].includes(name)) JSON.stringify(sandbox.query(name, 'a'));
    if (name === CHAINS_QUERY) JSON.stringify(sandbox.query(name, { limit: 100 }));
    if (name === AGENTS_QUERY) JSON.stringify(sandbox.query(name, { limit: 100 }));
  }
  if (run.wrong !== undefined) throw run.wrong as Error;
};

/** Lets the run go on until it hands on what it has. */
const goOn = async (): Promise<void> => {
  askAll();
  await sandbox.pass(60_000);
  for (let turn = 0; turn < 20; turn += 1) for (const activity of sandbox.activities) await answered(activity);
  askAll();
  await sandbox.signal(LEAVE_SIGNAL);
  for (let turn = 0; turn < 20; turn += 1) for (const activity of sandbox.activities) await answered(activity);
  askAll();
};

/** What follows a run is no stranger, and fits. */
const expectNext = async (workflow: Begun): Promise<void> => {
  const { continued } = sandbox;
  if (continued === undefined) return;
  const json = JSON.stringify(continued);
  expect(Buffer.byteLength(json)).toBeLessThan(MAX_INPUT);
  expect(await begin(workflow, payloadOf(json))).toBe(true);
};

/** All of them take minutes, so that each time others of them are tried. */
const some = (all: readonly (() => Spoilt)[]): readonly (() => Spoilt)[] =>
  WIDE ? all : fc.sample(fc.constantFrom(...all), Math.ceil(all.length / 30));

/** Names the place at which the input was spoilt. */
const at = async ({ place, by }: Spoilt, act: () => Promise<void>): Promise<void> => {
  try {
    await act();
  } catch (error) {
    throw new Error(`at ${place}, spoilt by ${by}: ${String((error as Error).stack).slice(0, 2_000)}`, {
      cause: error,
    });
  }
};

const KIND_OF: Readonly<Record<string, string>> = {
  'a host of keys': 'host',
  'a host of agents': 'agents',
  'a held key': 'held',
  'a shelf': 'shelf',
  'a route': 'route',
};

const KINDS: readonly (readonly [name: string, workflow: Begun, input: object, kind: string])[] = [
  ...WORKFLOWS.map(([name, workflow, input]) => [name, workflow, input, KIND_OF[name] ?? ''] as const),
  ['a key with a handler', handled, { ...HOST, hosting: { kind: 'key', chain: 'a', key: 'a' } }, 'host'],
];

describe.each(KINDS)('of %s', (_name, workflow, input) => {
  test('I7: A start input that is spoilt in any place is refused, or its run goes on and hands on what the next one takes.', async () => {
    for (const spoil of some(spoiltEverywhere(input))) {
      const start = spoil();
      await at(start, async () => {
        if (!(await begin(workflow, start.payload))) return;
        await goOn();
        await expectNext(workflow);
      });
    }
  });
});

const SENDS = KINDS.flatMap(([of, workflow, input, kind]) =>
  (SENT[kind] ?? []).map(([name, argument]) => ({ of, workflow, input, name, argument })),
);

test.each(SENDS)(
  'I7: What $of is sent as $name and is spoilt in any place is refused, or the run goes on and hands on what it has.',
  async ({ workflow, input, name, argument }) => {
    for (const spoil of some(spoiltEverywhere(argument))) {
      const sent = spoil();
      await at(sent, async () => {
        await begin(workflow, structuredClone(input));
        await sandbox.update(name, sent.payload);
        await sandbox.update(name, sent.payload);
        await goOn();
        await expectNext(workflow);
      });
    }
  },
);
