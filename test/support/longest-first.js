const Sequencer = require('@jest/test-sequencer').default;

// Suites of minutes begin first, so that none of them is left alone at the end while the other workers have nothing to do.
// By how long each took when last measured: docs/testing.md.
const LONGEST = [
  'guarantees/waiting-handlers',
  'guarantees/outbox-crashes',
  'guarantees/chaos',
  'guarantees/demo',
  'guarantees/failing-lanes',
  'guarantees/replay',
  'guarantees/retired-keys',
  'guarantees/callbacks-crash',
  'guarantees/transfer',
  'guarantees/crash-recovery',
  'guarantees/parked-backlog',
  'guarantees/outages',
  'guarantees/continue-as-new',
  'guarantees/bounded-memory',
];

const place = ({ path }) => {
  const named = LONGEST.findIndex((name) => path.endsWith(`test/${name}.test.ts`));
  if (named >= 0) return named;
  return LONGEST.length + (path.includes('/test/unit/') ? 1 : 0);
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => place(a) - place(b));
  }
};
