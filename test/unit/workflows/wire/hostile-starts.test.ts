// Every workflow of Sluice, begun with anything and sent anything. The workflows are real; Temporal and the activities are
// not.
import { ApplicationFailure } from '@temporalio/common';
import fc from 'fast-check';
import {
  LEAVE_SIGNAL,
  RECORDS_SIGNAL,
  RELEASE_SIGNAL,
  SNAPSHOT_QUERY,
  STATUS_QUERY,
  type HostStatus,
} from '../../../../src/model/contract/contract';
import { START_REFUSED } from '../../../../src/model/contract/release-contract';
import { sluiceDeliver } from '../../../../src/workflows/stock/sluice-deliver';
import { sandbox } from '../../support/fake-sandbox';
import { anything, nearly } from '../../support/hostile-payloads';
import { HOST, record, WORKFLOWS, type Begun } from '../../support/start-inputs';

jest.mock(
  '@temporalio/workflow',
  () => jest.requireActual<{ sandbox: { module: object } }>('../../support/fake-sandbox').sandbox.module,
);

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
