import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { type EffectRecorder } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import { runsContinued } from '../support/engines/runs-continued';
import { HOSTING_SHAPES, PER_KEY } from '../support/gateway/hosting-shapes';
import { hotKey } from '../support/scenarios/hot-key';
import { judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { narrowed } from '../support/width';
import { withWorld } from '../support/gateway/world';

const HOT = { keys: 1, perKey: 600 };
const MOMENTS = [
  { moment: 'when it is about to continue as new', killAt: 'continue-as-new:2' },
  { moment: 'just as it continues as new', killAt: 'continued-as-new:2' },
];
const settled = (api: EffectRecorder, count: number): Promise<void> =>
  eventually(
    () => {
      expect(api.effects).toHaveLength(count);
    },
    { withinMs: 150_000 },
  );

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  it.each(narrowed(MOMENTS, ({ killAt }) => (killAt === 'continue-as-new:2') === (lanes === 0)))(
    'I7: a worker killed $moment drops nothing that was accepted',
    async ({ killAt }) => {
      await withWorld(async (world) => {
        const temporal = await world.hastyTemporal();
        const topic = await world.topic({ partitions: 1 });
        const api = await world.recorder();

        const bridge = { recordsPerSignal: 1 };
        const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver', bridge } as const;
        const options = { shape, apiUrl: api.url, temporal: temporal.address };
        await topic.produce(keyedRecords(HOT));
        const doomed = await GatewayProcess.start({ ...options, killAt });
        try {
          expect(await doomed.exited).toEqual({ code: null, signal: 'SIGKILL' });
        } finally {
          doomed.signal('SIGKILL');
        }
        await withGateway(options, async () => {
          await settled(api, 600);
          const client = await world.client(temporal.address);

          const workflowId = hostWorkflowId(shape.name, 'main', 'key-0', lanes);
          // The second report may be of the same run: the server refuses one while signals come in.
          await eventually(async () => {
            expect(await runsContinued(client, workflowId)).toBeGreaterThanOrEqual(1);
          });
        });
        expect(judge(api, HOT)).toEqual(KEPT);
      });
    },
  );
});

// A run leaves by itself after 2,000 signals. test/long/hot-key tries Temporal's own limit of 10,000.
it.each(PER_KEY)(
  'I3, I7, I10: with $hosting, a hot key takes more signals than a run may have, and continues as new meanwhile',
  ({ lanes }) => hotKey({ lanes, signalsOfARun: 2_500, rounds: [2_200, 400] }),
  1_200_000,
);
