// The predecessor's demo as an invariant: transfers, each a record of -1 and one of +1, over 100 accounts. A ledger that
// starts at 10,000 must end there, after 20,000 bookings; `npm test` has fewer.
import { Kafka, logLevel } from 'kafkajs';
import { SluiceProcess } from '../../demo/sluice-process';
import { ensureTopic, gatewayConsumes } from '../../demo/topic';
import { ACCOUNT_COUNT, accountName } from '../../examples/transfer/src/account-name';
import { LedgerApi } from '../../examples/transfer/src/ledger-api';
import { produceTransfers, TRANSFERS_TOPIC } from '../../examples/transfer/src/produce-transfers';
import { planTransfers } from '../../examples/transfer/src/transfer-plan';
import { STATE_QUERY } from '../../src/model/contract/contract';
import { keyWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { withTemporalClient } from '../support/engines/temporal-client';
import { uniqueName } from '../../harness/unique-name';
import { WIDE } from '../support/width';
import { withWorld, type World } from '../support/gateway/world';

const RECORDS = WIDE ? 20_000 : 4_000;
const TOTAL = 10_000;
const RUN = 'transfers';
const WITHIN_MS = 300_000;

const openLedger = async (world: World): Promise<LedgerApi> => {
  const ledger = await LedgerApi.start();
  world.atEnd(() => ledger.close());
  expect(ledger.ledger.summary().total).toBe(TOTAL);
  return ledger;
};

const kafkaAt = (brokers: string): Kafka =>
  new Kafka({ clientId: 'sluice-test', brokers: brokers.split(','), logLevel: logLevel.NOTHING });

const booked = ({ ledger }: LedgerApi): Promise<void> =>
  eventually(
    () => {
      expect(ledger.summary().effects).toBeGreaterThanOrEqual(RECORDS);
    },
    { withinMs: WITHIN_MS },
  );

const expectExact = ({ ledger }: LedgerApi): void => {
  expect(ledger.summary(RUN)).toEqual({
    accounts: ACCOUNT_COUNT,
    total: TOTAL,
    calls: RECORDS,
    effects: RECORDS,
    amount: 0,
    duplicates: 0,
    repeated: 0,
    outOfOrder: 0,
    stale: 0,
  });
};

interface Account {
  readonly balance: number;
}

/** State of every account as its workflow has it. */
const statesOf = (temporal: string): Promise<readonly Account[]> =>
  withTemporalClient(async (client) => {
    const accounts = Array.from({ length: ACCOUNT_COUNT }, (_, index) => accountName(index));
    return Promise.all(
      accounts.map((account) =>
        client.workflow
          .getHandle(keyWorkflowId('bank', 'transfers', account))
          .query<Account, [string]>(STATE_QUERY, account),
      ),
    );
  }, temporal);

it('I1-I8: the example books all halves of transfers exactly, and its workflows know each balance', async () => {
  // Its gateway, group and topic have names of their own, so it has engines of its own.
  await withWorld(async (world) => {
    const directory = await world.directory();
    const kafka = await world.kafka();
    const temporal = await world.temporal();
    const ledger = await openLedger(world);
    const client = kafkaAt(kafka.address);
    await ensureTopic(kafka.address, TRANSFERS_TOPIC);
    const options = {
      kafka: kafka.address,
      temporal: temporal.address,
      variables: { LEDGER_URL: ledger.url },
      config: 'examples/transfer/gateway.config.ts',
    };
    const gateway = SluiceProcess.start('run', [], options, directory);
    try {
      await gatewayConsumes(kafka.address, 'bank.transfers', AbortSignal.timeout(60_000));
      await produceTransfers(client, planTransfers({ transfers: RECORDS / 2, run: RUN }));
      await booked(ledger);
      const books = Array.from({ length: ACCOUNT_COUNT }, (_, index) => {
        return { balance: ledger.ledger.account(accountName(index))?.balance };
      });
      await eventually(async () => {
        expect(await statesOf(temporal.address)).toEqual(books);
      });
      await gateway.stop();
    } finally {
      await gateway.kill();
    }
    expectExact(ledger);
  });
});

it('I1-I6: the same records, delivered without a handler by lanes, are booked exactly', async () => {
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 4 });
    const ledger = await openLedger(world);
    const topics = [topic.name];
    const shape = { name: uniqueName(), topics, lanes: 6, kind: 'deliver', path: '/accounts/{key}' } as const;
    await withGateway({ shape, apiUrl: ledger.url }, async () => {
      const plan = planTransfers({ transfers: RECORDS / 2, run: RUN });
      await produceTransfers(kafkaAt(topic.brokers), plan, { topic: topic.name });
      await booked(ledger);
    });
    expectExact(ledger);
  });
});
