const Sequencer = require('@jest/test-sequencer').default;

// Suites of a minute or so begin first, so that none of them is left alone at the end while the other workers have nothing to do.
// By how long each took when last measured: docs/testing.md.
const LONGEST = [
  'guarantees/outbox-crashes',
  'guarantees/outbox-sharing',
  'guarantees/callbacks-crash',
  'guarantees/retired-keys',
  'guarantees/parked-backlog',
  'guarantees/chaos',
  'guarantees/group-membership',
  'guarantees/demo',
  'guarantees/replay',
  'guarantees/callbacks-late',
  'guarantees/one-key-one-request',
  'guarantees/waiting-handlers',
  'guarantees/bounded-memory',
  'guarantees/crash-recovery',
  'integration/cli-keys',
  'guarantees/continue-as-new',
  'guarantees/closed-workflows',
  'guarantees/redrive',
  'guarantees/lifecycle',
  'integration/cli',
  'guarantees/outbox-faults',
  'guarantees/poll-agents',
  'guarantees/bytes',
  'guarantees/terminal-actions',
  'guarantees/large-histories',
  'guarantees/outages',
  'guarantees/split-processes',
  'integration/documented-agents',
  'guarantees/retired-remains',
  'integration/engines',
  'guarantees/record-transaction',
  'integration/kafka/broker-loss',
  'guarantees/isolation',
  'guarantees/transfer',
  'guarantees/poll-agents-outages',
  'integration/outage-seen',
  'integration/watched-gateway',
  'guarantees/callbacks-refused',
  'guarantees/refused-items',
  'guarantees/changed-lanes',
  'guarantees/route-pause',
  'guarantees/gone-payloads',
  'guarantees/operators',
  'integration/documented-routes',
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
