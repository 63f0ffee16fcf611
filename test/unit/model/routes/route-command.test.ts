import { foldRouteCommand, type RouteCommand } from '../../../../src/model/routes/route-command';
import { INITIAL_CONTROL, isStopped } from '../../../../src/model/routes/route-control';
import type { ReplayRequest } from '../../../../src/model/routes/route-replay';
import { fold, time } from '../fold';

const request: ReplayRequest = { from: { earliest: true }, newEffects: false };
const streams = [{ id: 's1', topic: 't', ranges: { '0': ['5', '9'] } }] as const;
const STEPS = [
  { kind: 'replay', request },
  { kind: 'replay-cut', replay: 1, streams },
  { kind: 'replay-run', replay: 1 },
] as const;

test('A route is running until it is paused, and says since when.', () => {
  expect(isStopped(INITIAL_CONTROL)).toBe(false);
  expect(fold([{ kind: 'pause' }])).toMatchObject({ desired: 'paused', since: time, revision: 1 });
  expect(isStopped(fold([{ kind: 'pause' }, { kind: 'resume' }]))).toBe(false);
});

test('A route obeys a repeated command once.', () => {
  const command: RouteCommand = { id: 'a', time, kind: 'replay', request };
  const once = foldRouteCommand(INITIAL_CONTROL, command);
  expect(foldRouteCommand(once, command)).toBe(once);
});

test('A route stops for the steps of a replay, and goes on as it was wanted before.', () => {
  expect(STEPS.map((_, step) => isStopped(fold(STEPS.slice(0, step + 1))))).toEqual([true, true, false]);
  expect(isStopped(fold([{ kind: 'pause' }, ...STEPS]))).toBe(true);
  expect(fold(STEPS).segments).toEqual([{ replay: 1, newEffects: false, streams }]);
});

test('A route chooses the records of a replay once, and only of the replay that is meant.', () => {
  const other = [{ id: 's1', topic: 't', ranges: { '0': ['0', '1'] } }];
  const control = fold([...STEPS.slice(0, 2), { kind: 'replay-cut', replay: 1, streams: other }]);
  expect(control.segments[0]?.streams).toEqual(streams);
  expect(fold([{ kind: 'replay-cut', replay: 7, streams }]).segments).toEqual([]);
  expect(fold([STEPS[0], { kind: 'replay-run', replay: 1 }]).replay?.phase).toBe('stopping');
});

test('A route begins no replay while one is being begun, and never uses a number twice.', () => {
  expect(fold([STEPS[0], { kind: 'replay', request: { ...request, newEffects: true } }]).replay).toMatchObject({
    number: 1,
    request,
  });
  const again = fold([...STEPS, { kind: 'replay-cancel', replay: 1 }, { kind: 'replay', request }]);
  expect(again).toMatchObject({ replay: { number: 2, phase: 'stopping' }, segments: [] });
});

test('A route remembers the last three replays, and counts what they left out.', () => {
  let control = INITIAL_CONTROL;
  for (let replay = 1; replay <= 5; replay += 1) {
    control = fold(
      [STEPS[0], { ...STEPS[1], replay }, { ...STEPS[2], replay }, { kind: 'replay-left-out', replay, records: 4 }],
      control,
    );
  }
  expect(control.segments.map(({ replay }) => replay)).toEqual([3, 4, 5]);
  expect(control.leftOut).toEqual({ 3: 4, 4: 4, 5: 4 });
  expect(fold([{ kind: 'replay-left-out', replay: 5, records: 2 }], control).leftOut).toMatchObject({ 5: 6 });
  expect(fold([{ kind: 'replay-left-out', replay: 1, records: 2 }], control).leftOut).toEqual(control.leftOut);
});

test('A route is not changed by a command of a later version.', () => {
  expect(fold([{ kind: 'whatever' }])).toMatchObject({ desired: 'running', revision: 1, segments: [] });
});
