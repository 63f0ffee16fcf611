import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { parkedKey } from '../support/scenarios/parked-key';

const WITHIN_MS = 90_000;
/** With 50,000: test/long. The state of the handler grows with each record, so it gets fewer. */
const BACKLOGS = [
  ...HOSTING_SHAPES.map((shape) => ({ ...shape, kind: 'deliver', waiting: 10_000 }) as const),
  { hosting: 'a handler', lanes: 0, kind: 'handler', waiting: 4_500 } as const,
];

describe.each(BACKLOGS)('with $hosting', ({ lanes, kind, waiting }) => {
  it.each([
    { meanwhile: 'all of them still in Kafka', deleted: 0 },
    { meanwhile: 'most of them deleted by retention', deleted: 0.75 },
  ])(
    `I4, I7, I10: a parked key with ${waiting} waiting records, $meanwhile, holds up no other key, stays small, and goes on in order`,
    ({ deleted }) => parkedKey({ lanes, kind, waiting, deleted, withinMs: WITHIN_MS }),
  );
});
