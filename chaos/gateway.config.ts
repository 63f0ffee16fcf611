import { defineGateway } from 'sluice';

const { API_URL = '' } = process.env;

/** A route of each kind. What is not said is as everybody has it; times are short where a crash waits for them. */
export default defineGateway({
  name: 'chaos',
  workflows: './workflows.ts',
  gracePeriod: '20s',
  kafka: { sessionTimeout: '6s', metadataMaxAge: '1s' },
  destinations: {
    api: {
      baseUrl: API_URL,
      timeout: '3s',
      retry: { initial: '100ms', maximum: '1s' },
      // Faults are injected at random: an open breaker would measure its own pause.
      breaker: false,
    },
  },
  outbox: {},
  routes: {
    deliveries: { topics: ['deliveries'], deliver: { to: 'api', path: '/{topic}/{partition}/{offset}' } },
    lanes: { topics: ['lanes'], deliver: { to: 'api', path: '/{topic}/{partition}/{offset}' }, lanes: 4 },
    accounts: { topics: ['accounts'], workflow: 'accounts' },
  },
});
