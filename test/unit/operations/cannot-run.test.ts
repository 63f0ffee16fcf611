import { status as GrpcStatus } from '@grpc/grpc-js';
import { QueryNotRegisteredError, type Client } from '@temporalio/client';
import { noAnswer, whyItCannotRun } from '../../../src/operations/cannot-run';

interface Server {
  readonly attempt?: number;
  readonly failed?: string;
  readonly query?: () => Promise<unknown>;
}

const UNFIT = '[TMPRL1100] Nondeterminism error: no corresponding command!';
const NO_TYPE = "Failed to initialize workflow of type 'orders': no such function is exported by the workflow bundle";
const clientOf = ({ attempt = 0, failed = '', query = () => new Promise(() => undefined) }: Server): Client => {
  const late = new Promise((_, reject) => setTimeout(reject, 50, new Error('too late')));
  return {
    options: { namespace: 'default' },
    withDeadline: (_: number, work: () => Promise<unknown>) => Promise.race([work(), late]),
    workflow: {
      getHandle: () => ({ query, describe: () => Promise.resolve({ raw: { pendingWorkflowTask: { attempt } } }) }),
    },
    workflowService: {
      getWorkflowExecutionHistoryReverse: () =>
        Promise.resolve({
          history: { events: [{}, { workflowTaskFailedEventAttributes: { failure: { message: failed } } }] },
        }),
    },
  } as unknown as Client;
};
const refusing = (message: string) => () =>
  Promise.reject(new QueryNotRegisteredError(message, GrpcStatus.INVALID_ARGUMENT));

test.each<[string, Server, string | undefined]>([
  ['its worker cannot replay it', { query: refusing(UNFIT) }, UNFIT],
  ['its worker has no handler of its type', { query: refusing(NO_TYPE) }, NO_TYPE],
  ['its task has just failed so', { attempt: 2, failed: UNFIT }, UNFIT],
  ['its tasks fail again and again', { attempt: 3, failed: 'boom' }, 'boom'],
  ['its tasks time out again and again', { attempt: 9 }, 'its workflow tasks fail or time out'],
  ['one task has failed once', { attempt: 2, failed: 'boom' }, undefined],
  ['no worker runs', {}, undefined],
  ['it has no such query', { query: refusing('Workflow did not register a handler for sluice.status') }, undefined],
  ['it answers', { query: () => Promise.resolve({}) }, undefined],
])('Why a workflow cannot run is reported where %s.', async (_where, server, why) => {
  const client = clientOf(server);
  expect(await whyItCannotRun(client, 'g/r/k')).toBe(why);
  const { code, message, retryable } = await noAnswer(client, 'g/r/k', 'Nothing was changed.');
  expect([code, retryable]).toEqual(['no-answer', why === undefined]);
  expect(message).toMatch(
    why === undefined ? /Is a worker .*running\? Nothing/ : /k cannot run: .*deploy one that fits/,
  );
});
