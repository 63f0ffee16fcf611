// A host that gets anything under every name that it listens to. The host is real; Temporal and the activities are not.
import { ApplicationFailure } from '@temporalio/common';
import fc from 'fast-check';
import { CALLBACK_UPDATE } from '../../../../src/model/contract/callback-contract';
import {
  HANDOVER_SIGNAL,
  RECORDS_SIGNAL,
  RETRY_UPDATE,
  SKIP_UPDATE,
  SNAPSHOT_QUERY,
  STATE_QUERY,
  STATUS_QUERY,
  type Carried,
  type HostInput,
  type HostStatus,
} from '../../../../src/model/contract/contract';
import { EFFECTS_QUERY } from '../../../../src/model/contract/effect-ledger';
import {
  CHAINS_QUERY,
  EDIT_UPDATE,
  HEAD_QUERY,
  PAUSE_UPDATE,
  RESUME_UPDATE,
} from '../../../../src/model/keys/key-commands';
import { REDRIVE_QUERY, REDRIVE_UPDATE } from '../../../../src/model/contract/redrive';
import { sluiceDeliver } from '../../../../src/workflows/stock/sluice-deliver';
import { sandbox } from '../../support/fake-sandbox';
import { anything, nearly } from '../../support/hostile-payloads';
import { cases } from '../../../support/width';

jest.mock(
  '@temporalio/workflow',
  () => jest.requireActual<{ sandbox: { module: object } }>('../../support/fake-sandbox').sandbox.module,
);

const SIGNALS = [RECORDS_SIGNAL, HANDOVER_SIGNAL];
const UPDATES = [
  ...[RETRY_UPDATE, SKIP_UPDATE, EDIT_UPDATE, PAUSE_UPDATE, RESUME_UPDATE, CALLBACK_UPDATE, REDRIVE_UPDATE],
];
const QUERIES = [CHAINS_QUERY, HEAD_QUERY, STATE_QUERY, REDRIVE_QUERY, EFFECTS_QUERY, STATUS_QUERY, SNAPSHOT_QUERY];

const stream = { id: 'good', topic: 't' };
const recordAt = (offset: number): unknown => ({
  ...{ partition: 0, leaderEpoch: 0, offset: String(offset), chain: 'a', key: 'a', timestamp: 0 },
  value: { json: offset },
});

const position = { partition: 1, leaderEpoch: 3, offset: '17' };
const other = { id: 'other', topic: 'u', replay: 1, effects: 0 };
/** Everything that is sent in the right form, so that one place of it can be spoilt. */
const VALID: readonly unknown[] = [
  {
    stream: other,
    records: [
      { ...position, chain: 'b', key: { base64: 'AA==' }, timestamp: 1, headers: [['h', 'v']], value: { text: 'x' } },
      { ...position, offset: '18', chain: 'b', key: null, timestamp: 1, value: { reference: 5 } },
    ],
    retireAfterMs: 1_000,
    sequenceFrom: 5,
    atOnceMs: 4_000,
  },
  { chain: 'a', offset: '0', key: 'a' },
  { chain: 'a', record: { ...position, key: null, timestamp: 0, value: { json: 1 } }, seen: 0 },
  { id: 'i', digest: 'd', chain: 'a', record: 'r', step: 's', round: 1, outcome: 'succeeded', data: {} },
  {
    letters: [
      { id: 'l', chain: 'a', key: 'a', stream: other, position, redriven: { times: 1, letter: { stream, position } } },
    ],
  },
  { statuses: ['parked'], destination: 'd', error: 'e', after: 'a', limit: 5 },
];

const input = fc.oneof(anything, nearly(VALID));

const goodWatermark = (): unknown =>
  (sandbox.query(SNAPSHOT_QUERY) as Carried).watermarks.find(({ id }) => id === stream.id);

const asked = (name: string, payload: unknown): void => {
  try {
    JSON.stringify(sandbox.query(name, payload));
  } catch (error) {
    expect(error).toBeInstanceOf(ApplicationFailure);
  }
};

test('I3: Whatever a host is sent, it answers, keeps its watermarks, and takes the records that come after.', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(), input), { maxLength: 12 }), async (sent) => {
      sandbox.begin();
      const start: HostInput = { gateway: 'g', route: 'r', hosting: { kind: 'lane', lane: 0, of: 1 } };
      void sluiceDeliver(start);
      await sandbox.signal(RECORDS_SIGNAL, { stream, records: [recordAt(0), recordAt(1)] });
      const before = goodWatermark();
      const names = [...SIGNALS, ...UPDATES, ...QUERIES];
      for (const [at, payload] of sent) {
        const name = names[at % names.length] ?? RECORDS_SIGNAL;
        if (SIGNALS.includes(name)) await sandbox.signal(name, payload);
        else if (UPDATES.includes(name)) await sandbox.update(name, payload);
        else asked(name, payload);
      }
      expect(goodWatermark()).toEqual(before);
      const { watermarks } = sandbox.query(SNAPSHOT_QUERY) as Carried;
      const marks = watermarks.flatMap(({ partitions }) => Object.entries(partitions).flat(2));
      expect(marks.filter((mark) => !/^-?\d{1,19}$/.test(String(mark)))).toEqual([]);
      await sandbox.signal(RECORDS_SIGNAL, { stream, records: [recordAt(2)] });
      expect(goodWatermark()).toMatchObject({ partitions: { 0: [0, '2'] } });
    }),
    { numRuns: cases(300) },
  );
});

test('I12: Only the handover signal brings edited records, and with their values.', async () => {
  sandbox.begin();
  void sluiceDeliver({ gateway: 'g', route: 'r', hosting: { kind: 'lane', lane: 0, of: 1 } });
  const edited = { ...(recordAt(0) as object), revision: 2 };
  await sandbox.signal(RECORDS_SIGNAL, { stream, records: [edited] });
  await sandbox.signal(HANDOVER_SIGNAL, { stream, records: [{ ...edited, value: { reference: 5 } }] });
  expect((sandbox.query(STATUS_QUERY) as HostStatus).counters).toMatchObject({ accepted: 0, refused: 2 });
  await sandbox.signal(HANDOVER_SIGNAL, { stream, records: [edited] });
  expect((sandbox.query(STATUS_QUERY) as HostStatus).counters).toMatchObject({ accepted: 1, refused: 2 });
  expect(sandbox.query(HEAD_QUERY, 'a')).toMatchObject({ revision: 2, record: { value: { json: 0 } } });
});

test('Of a signal with records that are none, a host takes the others in their order and counts what it refuses.', async () => {
  sandbox.begin();
  void sluiceDeliver({ gateway: 'g', route: 'r', hosting: { kind: 'lane', lane: 0, of: 1 } });
  await sandbox.signal(RECORDS_SIGNAL, { stream, records: [recordAt(0), { a: 1 }, recordAt(1), null, recordAt(2)] });
  await sandbox.signal(RECORDS_SIGNAL, 'garbage');
  const { counters } = sandbox.query(STATUS_QUERY) as HostStatus;
  expect(counters).toMatchObject({ accepted: 3, refused: 3, duplicates: 0 });
});

test('A value of a form that only a later version knows is taken, because refusing it would lose its record.', async () => {
  sandbox.begin();
  void sluiceDeliver({ gateway: 'g', route: 'r', hosting: { kind: 'lane', lane: 0, of: 1 } });
  await sandbox.signal(RECORDS_SIGNAL, { stream, records: [{ ...(recordAt(0) as object), value: { avro: 'x' } }] });
  expect((sandbox.query(STATUS_QUERY) as HostStatus).counters).toMatchObject({ accepted: 1 });
});
