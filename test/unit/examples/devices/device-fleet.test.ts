import { celsiusOf, commandsFor, DeviceFleet, deviceName } from '../../../../examples/devices/src/device-fleet';

let now = 0;
const fleet = (events = 5): DeviceFleet => new DeviceFleet({ devices: 2, events, now: () => now });

test('Devices have an event a second, and no more than they were given.', () => {
  now = 0;
  const devices = fleet();
  const numbers = (): readonly number[] => devices.page('dev-001', 0, 50)?.events.map(({ sequence }) => sequence) ?? [];
  expect(numbers()).toEqual([1]);
  now = 2_500;
  expect(numbers()).toEqual([1, 2, 3]);
  now = 60_000;
  expect(numbers()).toEqual([1, 2, 3, 4, 5]);
});

test('Devices answer page by page, and say whether more has happened.', () => {
  now = 0;
  const devices = fleet();
  now = 10_000;
  expect(devices.page('dev-002', 0, 2)).toMatchObject({
    next: '2',
    more: true,
    events: [{ sequence: 1 }, { sequence: 2 }],
  });
  expect(devices.page('dev-002', 4, 2)).toMatchObject({ next: '5', more: false, events: [{ id: 'dev-002/5' }] });
  expect(devices.page('dev-002', 5, 2)).toEqual({ next: '5', more: false, events: [] });
  expect(devices.page('dev-003', 0, 2)).toBeUndefined();
});

test('Devices always tell the same of an event.', () => {
  now = 0;
  const devices = fleet();
  now = 3_000;
  const first = devices.page('dev-001', 0, 2);
  now = 9_000;
  expect(devices.page('dev-001', 0, 2)).toEqual(first);
});

test('Devices grow hot and cold again, so that each must be told so twice in eight events.', () => {
  for (let index = 0; index < 8; index += 1) {
    expect(Math.max(...Array.from({ length: 8 }, (_, n) => celsiusOf(index, n)))).toBeGreaterThan(80);
    expect(commandsFor(index, 80)).toBeGreaterThanOrEqual(19);
    expect(commandsFor(index, 80)).toBeLessThanOrEqual(21);
  }
  expect(commandsFor(0, 0)).toBe(0);
  expect(deviceName(199)).toBe('dev-200');
});
