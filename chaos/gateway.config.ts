import { defineGateway, secret } from 'sluice';

const { API_URL = '' } = process.env;

/** The gateway has a route of each kind. Options have their defaults, but times that a crash waits for are short. */
export default defineGateway({
  name: 'chaos',
  workflows: './workflows.ts',
  gracePeriod: '20s',
  kafka: { sessionTimeout: '6s', metadataMaxAge: '1s' },
  destinations: {
    api: {
      baseUrl: API_URL,
      // From a file, which is written again when the API takes another one.
      headers: { Authorization: secret('API_TOKEN', { prefix: 'Bearer ' }) },
      timeout: '3s',
      retry: { initial: '100ms', maximum: '1s' },
      // Faults come at random, so with an open breaker the run would measure the breaker's pause.
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
