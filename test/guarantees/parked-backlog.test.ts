import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { parkedKey } from '../support/scenarios/parked-key';
import { narrowed, WIDE } from '../support/width';

const WITHIN_MS = 180_000;
const TEST_MS = 900_000;
/** test/long has 50,000. The state of the handler grows with each record, so it gets fewer. */
const BACKLOGS = [
  ...HOSTING_SHAPES.map((shape) => ({ ...shape, kind: 'deliver', waiting: WIDE ? 10_000 : 6_000 }) as const),
  { hosting: 'a handler', lanes: 0, kind: 'handler', waiting: WIDE ? 4_500 : 3_000 } as const,
];
const MEANWHILE = [
  { meanwhile: 'all of them still in Kafka', deleted: 0 },
  { meanwhile: 'most of them deleted by retention', deleted: 0.75 },
];
/** Each way to host once, and each end that a backlog can have. */
const CASES = narrowed(
  BACKLOGS.flatMap((backlog) => MEANWHILE.map((end) => ({ ...backlog, ...end }))),
  ({ lanes, kind, deleted }) => (lanes === 0 && kind === 'deliver') === deleted > 0,
);

it.each(CASES)(
  'I4, I7, I10: with $hosting, a parked key with $waiting waiting records, $meanwhile, holds up no other key, stays small, and goes on in order',
  ({ lanes, kind, waiting, deleted }) => parkedKey({ lanes, kind, waiting, deleted, withinMs: WITHIN_MS }),
  TEST_MS,
);
