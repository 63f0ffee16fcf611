import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { hotKey } from '../support/scenarios/hot-key';

it.each(HOSTING_SHAPES)(
  'I3, I7, I10: with $hosting, a hot key takes more signals than Temporal lets a run take, and continues as new several times',
  ({ lanes }) => hotKey({ lanes, signalsOfARun: 10_000, rounds: [3_500, 3_500, 3_500] }),
  1_200_000,
);
