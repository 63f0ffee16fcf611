import type { FaultName } from '../../../chaos/fault';
import type { ViolationKind } from '../../../chaos/violation';
import type { Defect } from './defective-gateway';

export interface SeededDefect {
  readonly name: string;
  readonly defects: readonly Defect[];
  /** Faults under which the defect shows. */
  readonly faults: readonly FaultName[];
  /** The checker must report at least one of these. */
  readonly shows: readonly ViolationKind[];
  /** Number of SIGKILLs, and of other faults. */
  readonly kills: number;
  readonly minutes: number;
  /** The defect must be caught within this many runs, each with another seed. */
  readonly runs: number;
}

/** Runs last only a few signals, so that continue-as-new happens under fire. */
const SHORT_RUNS: Defect = {
  file: 'workflows/host/run-length.js',
  statement: 'const MAX_SIGNALS = 2_000;',
  instead: 'const MAX_SIGNALS = 4;',
};

/** Transactions take a second, so a frozen worker often has one, still open when it wakes up. They are no defects. */
const LONG_TRANSACTIONS: readonly Defect[] = [
  {
    file: 'outbox/transaction-session.js',
    statement: 'await whenNotBusy(() => this.coordinator.endTxn(',
    instead: 'await (0, promises_1.setTimeout)(1_000);\n        await whenNotBusy(() => this.coordinator.endTxn(',
  },
  {
    file: 'outbox/transaction-session.js',
    statement: 'const TRANSACTION_TIMEOUT_MS = 30_000;',
    instead: 'const TRANSACTION_TIMEOUT_MS = 120_000;',
  },
];

/** A frozen worker always has calls that it has not begun, and the calls of activities take long. They are no defects. */
const LONG_TASKS: readonly Defect[] = [
  {
    file: 'activities/effects/perform-at-once.js',
    statement: 'const lost = await lossBefore(deps, task);',
    instead:
      'const lost = await lossBefore(deps, task);\n            await new Promise((next) => setTimeout(next, 1_500));',
  },
  {
    file: 'activities/destinations/http/direct-request.js',
    statement: 'request.end(content);',
    instead: `{
        const { isLocal } = require('@temporalio/activity').Context.current().info;
        request.flushHeaders();
        setTimeout(() => request.end(content), isLocal ? 0 : 2_500);
    }`,
  },
];

/** Unless the checker catches these, nobody should believe it. */
export const SEEDED_DEFECTS: readonly SeededDefect[] = [
  {
    name: 'records are not told from those accepted before',
    defects: [
      {
        file: 'workflows/host/counters.js',
        statement: "return acceptance === 'new' || acceptance === 'truncation';",
        instead: "return acceptance !== 'stale';",
      },
    ],
    faults: ['kill-bridge', 'cut-temporal', 'stop-bridge'],
    shows: ['duplicate-published', 'wrong-state'],
    kills: 6,
    minutes: 0.6,
    runs: 3,
  },
  {
    name: 'offsets are committed before the records are durable',
    defects: [{ file: 'bridge/offset-tracker.js', statement: 'this.waiting.add(offset);', instead: '' }],
    faults: ['kill-temporal', 'stop-temporal'],
    shows: ['committed-too-far', 'lost', 'not-published'],
    kills: 4,
    minutes: 0.5,
    runs: 2,
  },
  {
    name: 'two signal calls of a key are in flight',
    defects: [
      {
        file: 'bridge/dispatcher.js',
        statement: 'await this.deliver(queue, records);\n        this.gate.leave',
        instead:
          '{ this.queues.delete(queue.target.workflowId); await this.deliver(queue, records); }\n        this.gate.leave',
      },
    ],
    faults: ['kill-temporal', 'cut-temporal', 'stall-temporal', 'slow-temporal'],
    shows: ['lost', 'not-published', 'out-of-order', 'published-out-of-order'],
    kills: 4,
    minutes: 0.6,
    runs: 5,
  },
  {
    name: 'continue-as-new forgets the watermarks',
    defects: [
      SHORT_RUNS,
      {
        file: 'workflows/host/host.js',
        statement: 'watermarks: this.watermarks.snapshot(),',
        instead: 'watermarks: [],',
      },
    ],
    faults: ['kill-bridge', 'stop-bridge', 'cut-temporal'],
    shows: ['duplicate-published', 'wrong-state'],
    kills: 6,
    minutes: 0.6,
    runs: 5,
  },
  {
    name: 'aborted transactions are read as by kafkajs alone',
    defects: [
      {
        file: 'kafka/protocol/aborted-records.js',
        statement: 'const starts = aborted.toSorted((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));',
        instead: 'const starts = aborted;',
      },
    ],
    faults: ['aborted-transactions'],
    shows: ['phantom'],
    kills: 4,
    minutes: 0.4,
    runs: 2,
  },
  {
    name: 'an outbox writer does not fence the one before it',
    defects: [
      ...LONG_TRANSACTIONS,
      {
        file: 'outbox/transaction-session.js',
        statement: 'transactionalId: name,',
        instead: 'transactionalId: `${name}-${process.pid}`,',
      },
      {
        file: 'outbox/transaction-session.js',
        statement: 'transactionalId: this.names.name,',
        instead: 'transactionalId: `${this.names.name}-${process.pid}`,',
      },
    ],
    faults: ['oversleep-worker'],
    shows: ['duplicate-published', 'published-out-of-order'],
    kills: 3,
    minutes: 2.2,
    runs: 4,
  },
  {
    name: 'two calls of a key are in flight',
    defects: [
      {
        file: 'activities/effects/chain-performer.js',
        statement: 'const hindered = await this.performRecord(record);',
        instead:
          'const hindered = await Promise.race([this.performRecord(record), new Promise((next) => setTimeout(next, 1))]);',
      },
    ],
    faults: ['kill-worker', 'stop-worker'],
    shows: ['overlap'],
    kills: 2,
    minutes: 0.4,
    runs: 2,
  },
  {
    name: 'the short way forgets its bound',
    defects: [
      ...LONG_TASKS,
      {
        file: 'activities/task-fence.js',
        statement: 'return startedAt + timeoutMs - at_once_1.TASK_MARGIN_MS - Math.max(Date.now(), startedAt);',
        instead: 'return 1_000_000;',
      },
    ],
    faults: ['oversleep-worker'],
    shows: ['overlap'],
    kills: 3,
    minutes: 2.2,
    runs: 4,
  },
  {
    name: 'bodies are parsed and written anew',
    defects: [
      {
        file: 'activities/destinations/http/http-destination.js',
        statement: 'content: body?.content,',
        instead: 'content: body && JSON.stringify(JSON.parse(String(body.content))),',
      },
    ],
    faults: ['kill-worker'],
    shows: ['changed-bytes'],
    kills: 1,
    minutes: 0.3,
    runs: 1,
  },
  {
    name: 'a repeated call differs in one byte',
    defects: [
      {
        file: 'activities/destinations/http/http-destination.js',
        statement: 'content: body?.content,',
        instead:
          "content: (globalThis.sent ??= new Set()).has(idempotencyKey) ? body && String(body.content).replace(' ', '\\t') : (globalThis.sent.add(idempotencyKey), body?.content),",
      },
    ],
    faults: ['api-errors', 'api-lost-answers', 'throttle-all'],
    shows: ['other-request'],
    kills: 2,
    minutes: 0.4,
    runs: 2,
  },
];
