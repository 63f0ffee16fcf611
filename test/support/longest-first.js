const Sequencer = require('@jest/test-sequencer').default;

// Suites of minutes begin first, so that none of them is left alone at the end while the other workers have nothing to do.
// By how long each took when last measured: docs/testing.md.
const LONGEST = [
  'guarantees/outbox-crashes',
  'guarantees/callbacks-crash',
  'guarantees/outbox-sharing',
  'guarantees/demo',
  'guarantees/chaos',
  'guarantees/waiting-handlers',
  'guarantees/continue-as-new',
  'guarantees/retired-keys',
  'guarantees/replay',
  'guarantees/redrive',
  'guarantees/bounded-memory',
  'guarantees/closed-workflows',
  'guarantees/group-membership',
  'guarantees/terminal-actions',
  'guarantees/callbacks-late',
  'guarantees/bytes',
  'guarantees/one-key-one-request',
  'guarantees/outbox-faults',
  'guarantees/parked-backlog',
  'guarantees/lifecycle',
  'guarantees/transfer',
  'guarantees/outages',
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
