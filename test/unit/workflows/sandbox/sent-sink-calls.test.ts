import { EVENT_SINK } from '../../../../src/model/keys/key-event';
import type { ThreadWorkflow } from '../../../../src/workflows/sandbox/sdk-module';
import { sendSinkCalls } from '../../../../src/workflows/sandbox/sent-sink-calls';

/** What leaves the thread of calls with these arguments. */
const sent = async (...args: readonly unknown[]): Promise<unknown> => {
  const prototype = {
    getAndResetSinkCalls(this: ThreadWorkflow) {
      return Promise.resolve(this.activator.sinkCalls);
    },
  } as ThreadWorkflow;
  sendSinkCalls({ BaseVMWorkflow: { prototype } }, structuredClone);
  const sinkCalls = [{ ifaceName: 'logger', args }];
  const calls = await prototype.getAndResetSinkCalls.call({ ...prototype, activator: { sinkCalls } } as never);
  return (calls as typeof sinkCalls)[0]?.args;
};

const odd = Object.defineProperty(new Error('odd'), 'message', {
  get() {
    throw null; // eslint-disable-line @typescript-eslint/only-throw-error -- as odd as can be
  },
});

test('I7: What a workflow logs leaves its thread as it is if it can be copied.', async () => {
  const fields = { map: new Map([[1, new Date(0)]]), big: 1n, error: new RangeError('far') };
  expect(await sent('text', fields)).toEqual(['text', fields]);
});

test('I7: Of what a workflow logs and nobody can copy, the text leaves its thread.', async () => {
  const fields = { f: () => 1, s: Symbol('s'), n: 1 };
  expect(await sent('text', fields)).toEqual(['text', { f: String(fields.f), s: 'Symbol(s)', n: 1 }]);
  expect(await sent('text', { error: odd })).toEqual(['text', { error: {} }]);
  const circle: Record<string, unknown> = { f: () => 1 };
  circle['circle'] = circle;
  expect(await sent(circle)).toEqual([{ notLogged: expect.stringContaining('circular') as unknown }]);
});

test('I7: What Sluice itself tells of keys is plain, and is not copied twice.', async () => {
  let copied = 0;
  const prototype = { getAndResetSinkCalls: () => Promise.resolve([]) } as unknown as ThreadWorkflow;
  sendSinkCalls({ BaseVMWorkflow: { prototype } }, () => (copied += 1));
  const sinkCalls = [{ ifaceName: EVENT_SINK, args: [{ kind: 'x' }] }];
  await prototype.getAndResetSinkCalls.call({ ...prototype, activator: { sinkCalls } } as never);
  expect(copied).toBe(0);
});
