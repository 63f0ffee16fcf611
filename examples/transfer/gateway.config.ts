import { defineGateway } from 'sluice';

// KAFKA_BROKERS and TEMPORAL_ADDRESS say where Kafka and Temporal are.
export default defineGateway({
  name: 'bank',
  workflows: './workflows.ts',
  destinations: {
    ledger: { baseUrl: process.env['LEDGER_URL'] ?? 'http://127.0.0.1:8090', timeout: '5s' },
  },
  routes: {
    transfers: { topics: ['transfers'], workflow: 'transfers' },
  },
});
