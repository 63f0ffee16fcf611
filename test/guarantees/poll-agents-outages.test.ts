import { agentOutages } from '../support/scenarios/agent-outages';

it(
  'I9: an agent goes on by itself after its source, the broker and Temporal were away, without a gap or a repeat',
  () =>
    // Long enough for several failed polls, and for calls that are under way to give up.
    agentOutages(3_000),
  900_000,
);
