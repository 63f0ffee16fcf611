import { HandedContext, type BehindContext } from '../../../../src/workflows/handler/handed-context';

jest.mock('@temporalio/workflow', () => ({ log: {} }));

const used = (): never => {
  throw new Error('not expected');
};

const behind = (): BehindContext<{ n: number }> => {
  const names = ['call', 'sleep', 'condition', 'executeChild', 'waitForCallback', 'publish'];
  return {
    ...(Object.fromEntries(names.map((name) => [name, used])) as unknown as BehindContext<{ n: number }>),
    key: 'k',
    state: { n: 1 },
    defer: jest.fn(),
  };
};

test('I7: What a handler writes to its context does not reach what stands behind it, nor the contexts of other records.', () => {
  const [run, other] = [behind(), behind()];
  const context = new HandedContext(run);
  for (const name of ['key', 'log']) expect(() => Object.assign(context, { [name]: null })).toThrow(TypeError);
  Object.assign(context, { chain: null, host: null, run: null, '#run': null });
  for (const name of ['call', 'sleep', 'constructor']) {
    expect(() => Object.assign(Object.getPrototypeOf(context) as object, { [name]: null })).toThrow(TypeError);
  }
  expect(() => Object.assign(context.log, { info: null })).toThrow(TypeError);
  expect(run).toEqual({ ...behind(), defer: run.defer });
  const next = new HandedContext(other);
  next.defer('api', { path: '/a' });
  next.state = { n: 2 };
  expect(other.defer).toHaveBeenCalledWith('api', { path: '/a' });
  expect([next.key, next.state, other.state]).toEqual(['k', { n: 2 }, { n: 2 }]);
});
