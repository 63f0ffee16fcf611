// Answers as the server gives them; each text is the one that a test wants to see again.
import type { AgentsAnswer } from '../../../../src/console/wire/agents';
import type { SessionAnswer } from '../../../../src/console/wire/answers';
import type { KeyAnswer, KeysAnswer, RecordAnswer } from '../../../../src/console/wire/keys';
import type { LettersAnswer } from '../../../../src/console/wire/letters';
import type { OverviewAnswer } from '../../../../src/console/wire/overview';

const TIME = '2026-11-29T12:00:00.000Z';

export const sessionOf = (text: string): SessionAnswer => ({
  gateway: text,
  csrf: 'csrf',
  by: text,
  routes: [text],
  destinations: [text],
});

export const overviewOf = (text: string): OverviewAnswer => ({
  gateway: text,
  at: TIME,
  problems: [text],
  workers: 1,
  routes: [
    {
      route: text,
      desired: 'running',
      real: 'failed',
      lanes: 4,
      lag: '12345',
      oldestMs: 65_000,
      workflows: 3,
      waiting: 7,
      waitingComplete: false,
      parked: 2,
      retrying: 1,
      postponed: 0,
      paused: 1,
      held: 1,
      failing: 1,
      failures: [text],
      replay: { number: 2, phase: 'running', done: '5', total: '10' },
    },
  ],
  destinations: [
    {
      destination: text,
      parked: 2,
      retrying: 1,
      postponed: 0,
      waits: [{ reason: 'breaker-open', since: TIME }],
      calls: {
        breakerOpen: true,
        gateClosed: ['credentials-refused'],
        inFlight: 3,
        perSecond: 12.4,
        failedPerSecond: 0.25,
        p50: 0.025,
        p95: Infinity,
      },
    },
  ],
  groups: {
    rows: [{ route: text, status: 'parked', destination: text, cause: text, keys: 2, since: TIME, selectable: true }],
    complete: false,
  },
  agents: [{ definition: text, agents: 3, retrying: 1, paused: 0, published: 9, unanswered: 1, closed: 0 }],
  outbox: [{ writer: 0, status: 'held', trouble: true }],
  metrics: true,
});

const keyRow = (text: string): KeysAnswer['keys'][number] => ({
  address: { route: text, chain: 'a2V5' },
  name: text,
  status: 'parked',
  since: TIME,
  waiting: 4,
  record: text,
  cause: text,
  destination: text,
  step: text,
  attempts: 3,
  nextAttempt: TIME,
  perhapsDone: true,
});

export const keysOf = (text: string): KeysAnswer => ({
  groups: overviewOf(text).groups,
  keys: [keyRow(text), { name: text, status: 'unknown' }],
  page: text,
  unanswered: 2,
});

export const keyOf = (text: string): KeyAnswer => ({
  address: { route: text, chain: 'a2V5' },
  key: keyRow(text),
  workflow: { id: text, run: 'run-1', status: 'RUNNING', started: TIME, link: 'http://127.0.0.1:8233/x' },
  answered: false,
  offset: '17',
  revision: 1,
  reason: text,
  thrownAt: text,
  doubts: [text],
  callback: { step: text, until: TIME },
  counters: [['settled', 8]],
  effects: [
    {
      record: text,
      step: text,
      destination: text,
      result: text,
      attempts: 1,
      time: TIME,
      idempotencyKey: text,
      perhapsDone: true,
    },
  ],
});

export const recordOf = (text: string): RecordAnswer => ({
  record: {
    place: text,
    offset: '17',
    time: TIME,
    revision: 1,
    headers: [[text, text]],
    value: text,
    cut: 5,
    editable: text,
  },
  failure: text,
  state: text,
});

export const lettersOf = (text: string): LettersAnswer => ({
  letters: [
    {
      letter: '0/12',
      state: 'open',
      address: { route: text, chain: 'a2V5' },
      name: text,
      record: text,
      cause: text,
      destination: text,
      attempts: 2,
      redrives: 0,
      time: TIME,
      doubts: [text],
    },
  ],
  page: '0/13',
});

export const agentsOf = (text: string): AgentsAnswer => ({
  agents: [
    {
      definition: text,
      agent: text,
      status: 'retrying',
      cause: text,
      attempts: 2,
      lastPoll: TIME,
      nextPoll: TIME,
      published: 9,
      link: 'http://127.0.0.1:8233/x',
    },
  ],
  page: text,
  unanswered: 1,
  closed: [text],
});
