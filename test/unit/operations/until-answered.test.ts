import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { WITHDRAWN } from '../../../src/model/contract/timed-command';
import { untilAnswered, type Sending } from '../../../src/operations/until-answered';

const START = 1_700_000_000_000;
const client = {
  withDeadline: <T>(_deadline: number | Date, call: () => Promise<T>): Promise<T> => call(),
  withAbortSignal: <T>(_signal: AbortSignal, call: () => Promise<T>): Promise<T> => call(),
};
const SILENCE = new WorkflowUpdateRPCTimeoutOrCancelledError('nobody');
const withdrawn = (serverTime: number): Error =>
  new WorkflowUpdateFailedError('refused', ApplicationFailure.nonRetryable('too late', WITHDRAWN, serverTime));

/** Sends a command whose sendings end as `outcomes` say, 15 s for each that nobody answers. */
const sent = async (waitMs: number, outcomes: readonly (Error | 'done')[], signal?: AbortSignal) => {
  const sendings: Sending[] = [];
  let now = START;
  const result = await untilAnswered(
    client,
    'w',
    { waitMs, ...(signal === undefined ? {} : { signal }) },
    (sending) => {
      const outcome = outcomes[sendings.push(sending) - 1] ?? SILENCE;
      if (outcome === 'done') return Promise.resolve('answer');
      if (outcome === SILENCE) now += 15_000;
      return Promise.reject(outcome);
    },
    { now: () => now },
  ).catch((error: unknown) => error);
  return { result, sendings };
};

test('A command that is answered was sent once, and counts for 20 s.', async () => {
  const { result, sendings } = await sent(15_000, ['done']);
  expect(result).toBe('answer');
  expect(sendings).toEqual([{ id: expect.any(String) as string, until: START + 20_000 }]);
});

test('A command that nobody answers is under way until a time that its error says.', async () => {
  const { result, sendings } = await sent(15_000, []);
  expect(sendings).toHaveLength(1);
  expect(result).toMatchObject({ code: 'under-way', until: new Date(START + 20_000).toISOString() });
  expect((result as Error).message).toMatch(/under way.*if a worker starts before .*Z by the clock of Temporal/);
});

test('A command of an impatient operator counts for little longer than they wait.', async () => {
  expect((await sent(2_000, ['done'])).sendings[0]?.until).toBe(START + 7_000);
});

test('A wait repeats one and the same sending, so that none piles up, and sends anew what was withdrawn meanwhile.', async () => {
  const { result, sendings } = await sent(600_000, [SILENCE, SILENCE, SILENCE, withdrawn(START + 45_000), 'done']);
  expect(result).toBe('answer');
  const [first, second, third, fourth, fifth] = sendings;
  expect([second, third, fourth]).toEqual([first, first, first]);
  expect(fifth?.id).not.toBe(first?.id);
  expect(fifth?.until).toBe(START + 65_000);
});

test('A clock that is slow by an hour costs one more sending, by the clock of the server.', async () => {
  const { result, sendings } = await sent(15_000, [withdrawn(START + 3_600_000), 'done']);
  expect(result).toBe('answer');
  expect(sendings[1]?.until).toBe(START + 3_620_000);
});

test('A command that is too late again and again is refused in the words of the workflow.', async () => {
  const late = withdrawn(START + 3_600_000);
  expect((await sent(15_000, [late, late, 'done'])).result).toBe(late);
});

test('A signal ends a wait of ten minutes after the sending that is under way.', async () => {
  const stop = new AbortController();
  stop.abort();
  const { result, sendings } = await sent(600_000, [], stop.signal);
  expect(sendings).toHaveLength(1);
  expect(result).toMatchObject({ code: 'under-way' });
});
