import { agentOutages } from '../support/scenarios/agent-outages';

it(
  'I9: an agent goes on by itself after its source, the broker and Temporal were away for a minute each',
  () => agentOutages(60_000),
  900_000,
);
