import { defineGateway } from 'sluice';

// KAFKA_BROKERS and TEMPORAL_ADDRESS say where Kafka and Temporal are.
export default defineGateway({
  name: 'home',
  workflows: './workflows.ts',
  destinations: {
    devices: { baseUrl: process.env['DEVICES_URL'] ?? 'http://127.0.0.1:8091', timeout: '5s' },
  },
  // Into Kafka: an agent for each device asks it every second for what is new.
  agents: {
    'device-events': {
      topic: 'device-events',
      every: '1s',
      parameters: { device: 'string' },
      http: {
        destination: 'devices',
        path: '/devices/{device}/events',
        items: 'events',
        id: 'id',
        key: '{device}',
        timestamp: 'at',
        paging: { kind: 'cursor', next: 'next', parameter: 'after', hasMore: 'more' },
      },
    },
  },
  // Out of Kafka: a workflow for each device answers it.
  routes: {
    devices: { topics: ['device-events'], workflow: 'devices' },
  },
});
