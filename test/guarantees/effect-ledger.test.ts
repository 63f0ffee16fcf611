import { createHash } from 'node:crypto';
import { LEAVE_SIGNAL } from '../../src/model/contract/contract';
import { EFFECTS_QUERY, type LedgerEntry } from '../../src/model/contract/effect-ledger';
import { ledgerLine, type LedgerLine } from '../../src/model/records/ledger-line';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { type EffectRecorder, type RecordedCall } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import { IN_LANES } from '../support/gateway/hosting-shapes';
import { hostIds } from '../support/gateway/host-ids';
import { bodyOf, keyedRecords } from '../../harness/keyed-records';
import { readCommitted } from '../../harness/read-committed';
import { documentOf, runCli } from '../support/gateway/run-cli';
import { withTemporalClient } from '../support/engines/temporal-client';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const KEYS = ['key-0', 'key-1', 'key-2'];
const FIRST = 4;
const MORE = 8;
/** The last record of the first ones is refused for good. */
const PARKED = 'key-2';

const callsOf = (api: EffectRecorder, { idempotencyKey }: Pick<RecordedCall, 'idempotencyKey'>): number =>
  api.calls.filter((call) => call.idempotencyKey === idempotencyKey).length;

const statusOf = (api: EffectRecorder, call: RecordedCall): number => {
  const { key, seq } = bodyOf(call);
  if (key === PARKED && seq === FIRST - 1) return 422;
  return key === 'key-1' && seq === 1 && callsOf(api, call) < 3 ? 503 : 201;
};

const answerOf = (call: RecordedCall): string => JSON.stringify({ done: bodyOf(call) });

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** What the ledger must say of a key, by what its API saw: the last call of each effect, and how many there were. */
const expected = (api: EffectRecorder, key: string): readonly Partial<LedgerLine>[] => {
  const calls = new Map(
    api.calls.filter((call) => bodyOf(call).key === key).map((call) => [call.idempotencyKey, call] as const),
  );
  return Array.from(calls.values(), (call) => {
    const status = statusOf(api, call);
    return {
      chain: key,
      idempotencyKey: call.idempotencyKey,
      result: status === 422 ? 'failed' : 'done',
      status,
      digest: digest(answerOf(call)),
    };
  });
};

const summary = ({ chain, idempotencyKey, result, status, digest: of }: LedgerLine): Partial<LedgerLine> => ({
  chain,
  idempotencyKey,
  result,
  ...(status === undefined ? {} : { status }),
  ...(of === undefined ? {} : { digest: of }),
});

/** Failed attempts of the batches that are under way in these workflows, with why. */
const pendingFailures = (ids: Iterable<string>): Promise<readonly { attempt: number; message: string }[]> =>
  withTemporalClient(async (client) => {
    const described = await Promise.all(Array.from(ids, (id) => client.workflow.getHandle(id).describe()));
    return described.flatMap(({ raw }) =>
      (raw.pendingActivities ?? []).map(({ attempt, lastFailure }) => ({
        attempt: attempt ?? 0,
        message: lastFailure?.message ?? '',
      })),
    );
  });

it.each(IN_LANES)(
  'I5, I7: the ledger tells of each effect what its API saw, over refusals of Kafka, runs and a kill, with $hosting',
  async ({ lanes }) => {
    const small = { partitions: 2, config: { 'max.message.bytes': '100' } };
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 2 });
      const ledger = await world.topic(small);
      const api = await world.recorder();

      const name = uniqueName();
      const shape = { name, topics: [topic.name], lanes, kind: 'deliver', ledger: { topic: ledger.name } } as const;
      const options = { shape, apiUrl: api.url };
      const hosts = hostIds({ name, lanes, keys: KEYS.length });
      const owner = { gateway: name, route: 'main', sentKey: (_destination: string, sent: string) => sent };
      const told = (key: string): Promise<readonly LedgerLine[]> =>
        withTemporalClient(async (client) => {
          const handle = client.workflow.getHandle(hostWorkflowId(name, 'main', key, lanes));
          const entries = await handle.query<readonly LedgerEntry[], [string]>(EFFECTS_QUERY, key);
          return entries.map((entry) => ledgerLine(owner, entry));
        });
      const shown = async (key: string): Promise<readonly LedgerLine[]> => {
        const cli = await runCli(['keys', 'show', '-r', 'main', '-k', key, '--effects', '--json'], options);
        return (documentOf(cli) as { effects: readonly LedgerLine[] }).effects;
      };
      /** Each key's ledger holds what the API saw of it so far, in order. */
      const toldAsSeen = async (): Promise<readonly LedgerLine[]> => {
        const lines = await Promise.all(KEYS.map(told));
        expect(lines.map((own) => own.map(summary))).toEqual(KEYS.map((key) => expected(api, key)));
        return lines.flat();
      };
      api.react = (call) => ({ status: statusOf(api, call), body: answerOf(call) });

      await topic.produce(keyedRecords({ keys: KEYS.length, perKey: FIRST }));
      const doomed = await GatewayProcess.start(options);
      try {
        // Kafka refuses the lines: their keys wait, and nothing is called again for that.
        const refused = await eventually(async () => {
          const failures = await pendingFailures(hosts);
          expect(failures).toHaveLength(hosts.size);
          for (const { attempt, message } of failures) {
            expect(attempt).toBeGreaterThan(2);
            expect(message).toContain('Kafka does not take them');
          }
          return api.calls.length;
        });
        await eventually(async () => {
          expect(Math.min(...(await pendingFailures(hosts)).map(({ attempt }) => attempt))).toBeGreaterThan(3);
        });
        expect(api.calls).toHaveLength(refused);
        expect(await told('key-0')).toEqual([]);

        await ledger.configure({ 'max.message.bytes': '1048588' });
        const first = KEYS.length * FIRST;
        await eventually(() => {
          expect(api.effects).toHaveLength(first - 1);
        });
        const lines = await eventually(toldAsSeen);
        expect(lines).toHaveLength(first);
        expect(lines.filter(({ unseen }) => unseen)).toEqual([]);
        for (const line of lines) expect(line.attempts).toBe(callsOf(api, line));

        // The next run has it, too.
        await withTemporalClient((client) =>
          Promise.all(
            Array.from(hosts, async (id) => {
              const { runId } = await client.workflow.getHandle(id).describe();
              await client.workflow.getHandle(id).signal(LEAVE_SIGNAL);
              await eventually(async () => {
                expect((await client.workflow.getHandle(id).describe()).runId).not.toBe(runId);
              });
            }),
          ),
        );
        expect(await eventually(toldAsSeen)).toEqual(lines);

        // The call that is under way when the worker is killed is made again, and nobody can tell how often.
        api.latencyMs = 50;
        const before = api.calls.length;
        await topic.produce(keyedRecords({ keys: KEYS.length, perKey: MORE, from: FIRST }));
        await eventually(
          () => {
            expect(api.calls.length).toBeGreaterThan(before + MORE / 2);
          },
          { everyMs: 5 },
        );
      } finally {
        await doomed.kill();
      }
      api.latencyMs = 0;
      await withGateway(options, async () => {
        await eventually(
          () => {
            expect(api.effects).toHaveLength(KEYS.length * (FIRST + MORE) - 1 - MORE);
          },
          { withinMs: 240_000 },
        );
        const lines = await eventually(toldAsSeen);
        const often = lines.filter((line) => callsOf(api, line) > line.attempts);
        expect(often.length).toBeGreaterThan(0);
        for (const line of often) expect(line.unseen).toBe(true);
        expect(await shown(PARKED)).toEqual(lines.filter(({ chain }) => chain === PARKED));
      });

      const written = (await readCommitted(ledger)).map(({ key, value }) => {
        const line = JSON.parse(value?.toString() ?? '') as LedgerLine;
        expect(key?.toString()).toBe(line.chain);
        expect(line).toMatchObject({ gateway: name, route: 'main', topic: topic.name });
        return JSON.stringify(summary(line));
      });
      const wanted = KEYS.flatMap((key) => expected(api, key)).map((line) => JSON.stringify(line));
      expect([...new Set(written)].sort()).toEqual(wanted.sort());
    });
  },
);
