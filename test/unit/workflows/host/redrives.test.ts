import { SNAPSHOT_QUERY, type HostInput } from '../../../../src/model/contract/contract';
import { MAX_REDRIVEN, REDRIVE_UPDATE, type RedriveLetter } from '../../../../src/model/contract/redrive';
import { sluiceDeliver } from '../../../../src/workflows/stock/sluice-deliver';
import { sandbox } from '../../support/fake-sandbox';

jest.mock(
  '@temporalio/workflow',
  () => jest.requireActual<{ sandbox: { module: object } }>('../../support/fake-sandbox').sandbox.module,
);

const stream = { id: 's'.repeat(32), topic: 't' };
const doubt = { step: 's'.repeat(1_000), destination: 'd'.repeat(1_000), since: 1, cause: 'timeout' } as const;

const letter = (index: number, doubts: number): RedriveLetter => {
  const position = { partition: 0, leaderEpoch: 0, offset: String(index) };
  const told = Array.from({ length: doubts }, (_, revision) => ({ ...doubt, revision }));
  const redriven = { times: 1, letter: { stream, position }, doubts: told };
  return { id: `l${index}`, chain: 'a', key: 'a', stream, position, redriven };
};

const redrive = (from: number, count: number, doubts: number): Promise<boolean> =>
  sandbox.update(REDRIVE_UPDATE, { letters: Array.from({ length: count }, (_, at) => letter(from + at, doubts)) });

test('I10: A workflow takes back so many letters as it can carry, by number and by what they tell of their calls.', async () => {
  sandbox.begin();
  const start: HostInput = { gateway: 'g', route: 'r', hosting: { kind: 'lane', lane: 0, of: 1 } };
  void sluiceDeliver(start);
  expect(await redrive(0, MAX_REDRIVEN + 1, 0)).toBe(false);
  let taken = 0;
  while (await redrive(taken, 10, 20)) taken += 10;
  expect(taken).toBeGreaterThan(0);
  expect(JSON.stringify(sandbox.query(SNAPSHOT_QUERY)).length).toBeLessThan(700_000);
  // What was taken before is known, and needs no room.
  expect(await redrive(0, taken, 20)).toBe(true);
  expect(await redrive(1_000, 10, 20)).toBe(false);
});
