import { agentOutages } from '../support/scenarios/agent-outages';

it(
  'I9: an agent goes on by itself after its source, the broker and Temporal were away, without a gap or a repeat',
  () =>
    // Several polls fail in this time, and calls that are under way give up.
    agentOutages(3_000),
  900_000,
);
