import { pauseAfter } from '../../../../src/operations/census/pause-after';

const EACH = Array.from({ length: 600 }, (_, step) => step * 100);

test('What the engines answer within 3.5 s is asked again so soon that it is never older than five seconds.', () => {
  for (const took of EACH.filter((ms) => ms <= 3_500)) expect(took + pauseAfter(took)).toBeLessThan(5_000);
});

test('What takes a tenth of a second longer is never asked more than a fifth of a second later.', () => {
  for (const took of EACH) expect(pauseAfter(took + 100) - pauseAfter(took)).toBeLessThanOrEqual(200);
});

test('What takes half a minute is asked for little more than a third of the time.', () => {
  expect(30_000 / (30_000 + pauseAfter(30_000))).toBeLessThan(0.36);
});
