import { RunningHandlers, type RunningHandler } from '../../../../src/workflows/turn/running-handlers';

const handler = (waiting: boolean, earlierBegun: boolean): RunningHandler & { readonly told: string[] } => {
  const told: string[] = [];
  return {
    chain: told,
    waiting,
    earlierBegun,
    told,
    performEarlier: () => told.push('perform earlier'),
    abandon: () => told.push('abandon'),
  };
};

test('Running handlers say whether any waits, and whether one of those holds others up.', () => {
  const handlers = new RunningHandlers();
  handlers.add(handler(false, false));
  expect([handlers.waiting, handlers.holdsOthersUp]).toEqual([false, false]);
  handlers.add(handler(true, true));
  expect([handlers.waiting, handlers.holdsOthersUp]).toEqual([true, false]);
  const last = handler(true, false);
  handlers.add(last);
  expect(handlers.holdsOthersUp).toBe(true);
  handlers.remove(last);
  expect([handlers.waiting, handlers.holdsOthersUp]).toEqual([true, false]);
});

test('Running handlers are told to go on or to give up only while they wait.', () => {
  const handlers = new RunningHandlers();
  const [calling, begun, waiting] = [handler(false, false), handler(true, true), handler(true, false)];
  for (const each of [calling, begun, waiting]) handlers.add(each);
  handlers.performEarlier();
  handlers.abandonWaiting();
  expect([calling.told, begun.told, waiting.told]).toEqual([[], ['abandon'], ['perform earlier', 'abandon']]);
});
