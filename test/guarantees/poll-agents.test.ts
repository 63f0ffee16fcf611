import { withEffectRecorder } from '../../harness/effect-recorder';
import { GatewayProcess, withGateway, type GatewayProcessOptions } from '../support/gateway/gateway-process';
import { polledSeqs, untilPolled, upTo } from '../support/scenarios/polled-items';
import { sequenceSource, type SequenceSource } from '../support/scenarios/sequence-source';
import { uniqueName } from '../../harness/unique-name';
import { withTemporalClient } from '../support/engines/temporal-client';
import { withTopic } from '../../harness/with-topic';
import { LEAVE_SIGNAL } from '../../src/model/contract/contract';
import { agentsWorkflowId } from '../../src/model/names/agent-names';
import type { KafkaTopic } from '../../harness/kafka-topic';

const TEST_MS = 400_000;

const world = (
  body: (source: SequenceSource, target: KafkaTopic, options: GatewayProcessOptions) => Promise<void>,
  agent: object = {},
): Promise<void> =>
  withTopic({ partitions: 3, prefix: 'polled' }, (target) =>
    withEffectRecorder((api) => {
      const shape = { name: uniqueName(), kind: 'agents', topic: target.name, agent } as const;
      return body(sequenceSource(api, 100), target, { config: 'agents', shape, apiUrl: api.url });
    }),
  );

it(
  'I9: what a source has is published once and in order, though it fails, hangs, repeats pages, goes backwards and breaks off',
  async () => {
    await world(
      async (source, target, options) => {
        await withGateway(options, async () => {
          await untilPolled(target, 100);
          let left = 6;
          source.fault = () => {
            left -= 1;
            return left >= 0 ? { status: 503 } : undefined;
          };
          source.size = 150;
          await untilPolled(target, 150);
          let hung = 0;
          source.fault = () => {
            hung += 1;
            return hung <= 2 ? 'never' : undefined;
          };
          source.repeat = 30;
          source.size = 200;
          await untilPolled(target, 200);
          // The source goes back to its beginning: the agent knows the items that come again.
          let backwards = 1;
          source.fault = () => {
            backwards -= 1;
            return backwards < 0 ? undefined : { status: 200, body: JSON.stringify({ items: [], next: 0 }) };
          };
          source.size = 230;
          await untilPolled(target, 230);
          // What is read before something goes wrong is published, however often it is read.
          let broken = 4;
          source.fault = () => {
            broken -= 1;
            const items = [230, 231].map((seq) => ({ id: `item-${seq}`, seq }));
            return broken < 0 ? undefined : { status: 200, body: JSON.stringify({ items, broken: 'no way on' }) };
          };
          await untilPolled(target, 232);
          source.size = 240;
          await untilPolled(target, 240);
        });
        expect(await polledSeqs(target)).toEqual(upTo(240));
      },
      { timeout: '3s' },
    );
  },
  TEST_MS,
);

const askToLeave = (gateway: string): Promise<void> =>
  withTemporalClient(async (client) => {
    await client.workflow.getHandle(agentsWorkflowId(gateway, 'items')).signal(LEAVE_SIGNAL);
  });

const POINTS = ['polled:2', 'publish-committed:4', 'continue-as-new:1'] as const;
/** What each process that is killed has to publish: five pages. */
const ROUND = 100;

it(
  'I9: killed between poll and publish, after the publish and before the cursor has moved, and while a host of agents continues as new, each item is published once and in order, without a gap',
  async () => {
    await world(async (source, target, options) => {
      source.repeat = 10;
      for (const [round, killAt] of POINTS.entries()) {
        source.size = (round + 1) * ROUND;
        const doomed = await GatewayProcess.start({ ...options, killAt });
        try {
          // A host leaves by itself after thousands of events.
          if (killAt.startsWith('continue')) await askToLeave(options.shape.name);
          expect(await doomed.exited).toEqual({ code: null, signal: 'SIGKILL' });
        } finally {
          doomed.signal('SIGKILL');
        }
      }
      source.size += 40;
      await withGateway(options, () => untilPolled(target, source.size));
      expect(await polledSeqs(target)).toEqual(upTo(source.size));
    });
  },
  TEST_MS,
);
