import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { HASH_LENGTH, SeenWindow, splitHashes } from '../../../src/model/seen-window';
import { cases } from '../../support/width';

const hashOf = (id: number): string =>
  createHash('sha256').update(String(id)).digest('base64url').slice(0, HASH_LENGTH);

test('I9: The window of an agent is what was added last, each once, whenever it is shrunk or carried to another run.', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ add: fc.nat(30) }),
      fc.record({ shrink: fc.nat(12) }),
      fc.record({ carry: fc.constant(true) }),
    ),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(steps, (all) => {
      let window = new SeenWindow();
      let model: string[] = [];
      for (const step of all) {
        if ('add' in step) {
          window.add(hashOf(step.add));
          model = [...model.filter((hash) => hash !== hashOf(step.add)), hashOf(step.add)];
        } else if ('shrink' in step) {
          window.shrink(step.shrink);
          model = model.slice(Math.max(0, model.length - step.shrink));
        } else window = new SeenWindow(window.join());
        expect(splitHashes(window.join())).toEqual(model);
        expect(window.size).toBe(model.length);
        for (let id = 0; id <= 30; id += 1) expect(window.has(hashOf(id))).toBe(model.includes(hashOf(id)));
      }
    }),
    { numRuns: cases(100) },
  );
});

test('I9: The window of an agent carries its newest ids without forgetting the others, since a query must change nothing.', () => {
  const window = new SeenWindow();
  for (let id = 0; id < 5; id += 1) window.add(hashOf(id));
  expect(splitHashes(window.join(2))).toEqual([hashOf(3), hashOf(4)]);
  expect(window.join(0)).toBe('');
  expect(window.join(9)).toBe(window.join());
  expect(window.size).toBe(5);
});

test('I9: The window of an agent is empty after it was cleared, and where nothing or half a hash was carried.', () => {
  const window = new SeenWindow(hashOf(1));
  window.clear();
  expect([window.size, window.join(), window.has(hashOf(1))]).toEqual([0, '', false]);
  expect([new SeenWindow().size, new SeenWindow('').size, new SeenWindow('abc').size]).toEqual([0, 0, 0]);
});
