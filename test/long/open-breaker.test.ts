import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { openBreaker } from '../support/scenarios/open-breaker';

it.each(HOSTING_SHAPES)(
  'I4, I7: with $hosting, the API sees only probes for a minute under load, keys use up no attempts, and all go on in order',
  ({ lanes }) => openBreaker({ lanes, rounds: 12, roundMs: 5_000 }),
);
