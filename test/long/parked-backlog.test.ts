import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { parkedKey } from '../support/scenarios/parked-key';

const WITHIN_MS = 300_000;

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  it.each([
    { meanwhile: 'all of them still in Kafka', deleted: 0 },
    { meanwhile: 'most of them deleted by retention', deleted: 0.75 },
  ])(
    'I4, I7, I10: a parked key with 50,000 waiting records, $meanwhile, holds up no other key, stays small, and goes on in order',
    ({ deleted }) => parkedKey({ lanes, kind: 'deliver', waiting: 50_000, deleted, withinMs: WITHIN_MS }),
    3 * WITHIN_MS,
  );
});
