const Sequencer = require('@jest/test-sequencer').default;

// Suites of minutes begin first, so that none of them is left alone at the end while the other workers have nothing to do.
// By how long each took when last measured: docs/testing.md.
const LONGEST = [
  'guarantees/parked-backlog',
  'guarantees/outbox-crashes',
  'guarantees/outbox-sharing',
  'guarantees/callbacks-crash',
  'guarantees/chaos',
  'guarantees/retired-keys',
  'guarantees/group-membership',
  'guarantees/lifecycle',
  'guarantees/one-key-one-request',
  'integration/cli-keys',
  'guarantees/waiting-handlers',
  'guarantees/replay',
  'guarantees/isolation',
  'guarantees/continue-as-new',
  'guarantees/outbox-faults',
  'guarantees/terminal-actions',
  'guarantees/poll-agents',
  'guarantees/callbacks-late',
  'guarantees/retired-remains',
  'guarantees/bounded-memory',
  'guarantees/outages',
  'guarantees/demo',
  'guarantees/closed-workflows',
  'guarantees/crash-recovery',
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
