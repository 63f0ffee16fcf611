import { judgedTask, taskHistory, type HistoryEvent } from '../../../../src/temporal/keys/task-history';
import { RECORDS_SIGNAL } from '../../../../src/model/contract/contract';
import type { ConnectionLike } from '@temporalio/client';

type Kind =
  | 'start'
  | 'signal'
  | 'other'
  | 'scheduled'
  | 'started'
  | 'completed'
  | 'timed-out'
  | 'waited'
  | 'failed'
  | 'unhandled';

const ATTRIBUTES: Readonly<Record<Kind, object>> = {
  start: { workflowExecutionStartedEventAttributes: {} },
  signal: { workflowExecutionSignaledEventAttributes: { signalName: RECORDS_SIGNAL } },
  other: { workflowExecutionSignaledEventAttributes: { signalName: 'wake' } },
  scheduled: { workflowTaskScheduledEventAttributes: {} },
  started: { workflowTaskStartedEventAttributes: {} },
  completed: { workflowTaskCompletedEventAttributes: {} },
  'timed-out': { workflowTaskTimedOutEventAttributes: { timeoutType: 1 } },
  waited: { workflowTaskTimedOutEventAttributes: { timeoutType: 2 } },
  failed: { workflowTaskFailedEventAttributes: { cause: 17 } },
  unhandled: { workflowTaskFailedEventAttributes: { cause: 1 } },
};

/** A history in the order of its events, each a second after the one before, from id 1; newest first, as it is read. */
const history = (...kinds: readonly Kind[]): readonly HistoryEvent[] =>
  kinds
    .map((kind, index) => ({ eventId: index + 1, eventTime: { seconds: index + 1, nanos: 0 }, ...ATTRIBUTES[kind] }))
    .reverse() as unknown as readonly HistoryEvent[];

/** The task with which a history ends; the run has begun something for so many of its last signals. */
const taskOf = ({ length }: readonly Kind[], signals = 1) => ({ startedId: length, signals });

const TASK: readonly Kind[] = ['scheduled', 'started'];
const BEGUN: readonly Kind[] = ['start', 'signal', ...TASK];
const RESTED: readonly Kind[] = [...BEGUN, 'completed', 'other', 'signal'];

test.each<[string, readonly Kind[]]>([
  ['of a new run', BEGUN],
  ['after a task that was completed', [...RESTED, ...TASK]],
  ['that waited in vain on a sticky queue before a worker had it', [...RESTED, 'scheduled', 'waited', ...TASK]],
])('The task %s is the first one that has its records.', (_which, kinds) => {
  expect(judgedTask(history(...kinds), taskOf(kinds))).toEqual({ first: true, unseen: 1 });
});

test.each<[string, readonly Kind[], number]>([
  ['was lost', [...RESTED, ...TASK, 'timed-out', ...TASK], 9],
  [
    'was lost, and its signal came again before that was known',
    [...RESTED, ...TASK, 'timed-out', 'signal', ...TASK],
    9,
  ],
  ['was failed', [...BEGUN, 'failed', ...TASK], 4],
  ['was lost before another waited in vain', [...BEGUN, 'timed-out', 'scheduled', 'waited', ...TASK], 4],
])('I12: A task is not the first one if one before it %s.', (_how, kinds, began) => {
  const judged = judgedTask(history(...kinds), taskOf(kinds));
  expect(judged).toMatchObject({ first: false, lostBegan: began * 1_000 });
});

test('I12: Signals after the last lost task are not in doubt, whatever came before it.', () => {
  const kinds: readonly Kind[] = [
    ...BEGUN,
    'timed-out',
    'signal',
    ...TASK,
    'timed-out',
    'other',
    'signal',
    'signal',
    ...TASK,
  ];
  expect(judgedTask(history(...kinds), taskOf(kinds))?.unseen).toBe(2);
});

test.each<[string, readonly Kind[], number]>([
  // Its events are not in the history before it is completed.
  ['of a second attempt without new events', [...BEGUN, 'timed-out'], 7],
  ['of an Update, which the server keeps in memory', [...BEGUN, 'completed'], 7],
  ['that is over, since the server has begun another', [...BEGUN, 'timed-out', ...TASK], 4],
  ['whose call went on into the next one, which was lost', [...BEGUN, 'completed', ...TASK, 'timed-out', ...TASK], 4],
  ['of a run that has ended', [...BEGUN, 'failed', 'other'], 4],
])('I12: The task %s is not taken for the first one, and all its records are in doubt.', (_which, kinds, startedId) => {
  expect(judgedTask(history(...kinds), { startedId, signals: 1 })).toMatchObject({ first: false, unseen: 0 });
});

// A query that comes with a record has its task completed at once, and the server begins another one. If the worker has
// forgotten the run meanwhile, since its cache was full, it takes both tasks together.
test.each<[string, readonly Kind[], number, number]>([
  ['which was completed early', [...BEGUN, 'completed', ...TASK], 1, 4],
  ['whose next one was, too', [...BEGUN, 'completed', ...TASK, 'completed', ...TASK], 1, 7],
  ['with some of its records', [...BEGUN, 'completed', 'signal', ...TASK], 2, 4],
])(
  'I12: A task is not the first one if the run has begun its records in the one before, %s.',
  (_which, kinds, signals, began) => {
    const judged = judgedTask(history(...kinds), taskOf(kinds, signals));
    expect(judged).toMatchObject({ first: false, lostBegan: began * 1_000 });
  },
);

test('I6: A worker that wanted to close the run makes no call any more.', () => {
  const kinds: readonly Kind[] = [...BEGUN, 'unhandled', 'signal', ...TASK];
  expect(judgedTask(history(...kinds), taskOf(kinds))).toEqual({ first: false, unseen: 1, lostBegan: 0 });
});

/** A connection whose server has these events, and gives so many at a time. */
const connectionOf = (events: readonly HistoryEvent[], size: number) => {
  const read = jest.fn(({ nextPageToken }: { readonly nextPageToken?: Uint8Array }) => {
    const from = nextPageToken?.[0] ?? 0;
    const more = from + size < events.length;
    const page = {
      history: { events: events.slice(from, from + size) },
      nextPageToken: new Uint8Array(more ? [from + size] : []),
    };
    return Promise.resolve(page);
  });
  const connection = {
    workflowService: { getWorkflowExecutionHistoryReverse: read },
    withDeadline: (_deadline: number, body: () => Promise<unknown>) => body(),
  };
  return { connection: connection as unknown as ConnectionLike, read };
};

test('The history is read as far back as the last task that was completed.', async () => {
  const kinds: readonly Kind[] = [
    ...BEGUN,
    ...Array.from({ length: 40 }, (): Kind => 'completed'),
    'signal',
    'signal',
    ...TASK,
  ];
  const { connection, read } = connectionOf(history(...kinds), 3);
  const execution = { workflowId: 'w', runId: 'r' };
  expect(await taskHistory(connection, { namespace: 'default', ...execution }, taskOf(kinds))).toEqual({
    first: true,
    unseen: 2,
  });
  expect(read).toHaveBeenCalledTimes(2);
  expect(read.mock.calls[0]).toMatchObject([{ namespace: 'default', execution }]);
});

test('I12: A task behind so many signals that its beginning is not found is not taken for the first one.', async () => {
  const kinds: readonly Kind[] = ['start', ...Array.from({ length: 99 }, (): Kind => 'signal'), ...TASK];
  const { connection } = connectionOf(history(...kinds), 4);
  expect(await taskHistory(connection, { namespace: 'default', workflowId: 'w', runId: 'r' }, taskOf(kinds))).toEqual({
    first: false,
    unseen: 0,
  });
});
