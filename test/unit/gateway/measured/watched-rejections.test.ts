import type { Log } from '../../../../src/log';
import type { RejectRequest, TerminalAction } from '../../../../src/model/contract/effect-contract';
import { watchedRejections } from '../../../../src/gateway/measured/watched-rejections';
import { LimitedLog } from '../../../../src/telemetry/limited-log';
import { counted } from './counted';

const CANARY = 'canary-91c2';
const REQUEST = {
  gateway: 'bank',
  route: 'transfers',
  chain: 'acc-07',
  stream: { topic: 't', id: 'i' },
  position: { partition: 3, offset: '1024' },
  failure: { code: 'http-status', status: 422, message: CANARY, reason: CANARY, destination: 'ledger', step: 's1' },
  edited: { json: CANARY },
  attempts: 2,
  alsoOffsets: ['1025'],
} as unknown as RejectRequest;

const seen = (): { log: LimitedLog; lines: [object, string][] } => {
  const lines: [object, string][] = [];
  const warn: Log['warn'] = (fields, message) => lines.push([fields, message]);
  return { log: new LimitedLog({ debug: warn, info: warn, warn, error: warn }), lines };
};

const FIELDS = {
  route: 'transfers',
  cause: 'http-status:422',
  destination: 'ledger',
  key: 'acc-07',
  topic: 't',
  partition: 3,
  offset: '1024',
  attempts: 2,
  step: 's1',
};
const LABELS = 'route=transfers,destination=ledger,cause=http-status:422';

test.each<[TerminalAction, string, number]>([
  ['park', 'a key is parked: its record failed for good, and it waits for an operator', 1],
  ['dead-letter', 'a record failed for good and is a dead letter now', 2],
  ['skip', 'a record failed for good and was skipped, as the configuration says', 2],
])(
  'A record that failed for good and ends as %s has a line in the log, and is counted.',
  async (action, words, records) => {
    const telemetry = counted();
    const { log, lines } = seen();
    expect(await watchedRejections(() => Promise.resolve(action), telemetry, log)(REQUEST)).toBe(action);
    expect(lines).toEqual([[records === 1 ? FIELDS : { ...FIELDS, records }, words]]);
    expect(telemetry.counts).toEqual([`sluice_records_failed_total{${LABELS},action=${action}} ${records}`]);
  },
);

test('A dead letter that cannot be written is told at once, and the failure is passed on.', async () => {
  const telemetry = counted();
  const { log, lines } = seen();
  const reject = watchedRejections(() => Promise.reject(new Error('no such topic')), telemetry, log);
  await expect(reject(REQUEST)).rejects.toThrow('no such topic');
  expect(lines).toEqual([[{ ...FIELDS, error: 'no such topic' }, 'a dead letter could not be written: its key waits']]);
  expect(telemetry.counts).toEqual(['sluice_dead_letters_failed_total{route=transfers} 1']);
});

test('The log says that an effect is perhaps done, and never what a record or an answer holds.', async () => {
  const { log, lines } = seen();
  const failure = { ...REQUEST.failure, perhapsDone: true } as const;
  await watchedRejections(() => Promise.resolve('park'), counted(), log)({ ...REQUEST, failure });
  expect(lines[0]?.[0]).toMatchObject({ perhapsDone: true });
  expect(JSON.stringify(lines)).not.toContain(CANARY);
});
