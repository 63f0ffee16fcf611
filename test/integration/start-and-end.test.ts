// How a gateway's process begins and ends: what it says if it cannot start, and what it leaves behind.
import path from 'node:path';
import { EXIT_CODES } from '../../src/cli/command/exit-codes';
import { freePort } from '../../src/engines/free-port';
import type { GatewayShape } from '../fixtures/gateway/gateway.config';
import { withEffectRecorder } from '../../harness/effect-recorder';
import { GatewayProcess } from '../support/gateway/gateway-process';
import { uniqueName } from '../../harness/unique-name';
import { withTopic } from '../../harness/with-topic';

/** This is longer than a test may take: a gateway that waits for it does not end in time. */
const BEYOND_THE_TEST = '5m';

test.each(['run', 'bridge', 'worker'] as const)(
  '`sluice %s` ends promptly when idle, and leaves nothing behind.',
  async (command) => {
    await withTopic({ partitions: 2 }, (topic) =>
      withEffectRecorder(async (api) => {
        const shape = {
          name: uniqueName(),
          topics: [topic.name],
          lanes: 0,
          kind: 'deliver',
          gracePeriod: BEYOND_THE_TEST,
        } as const;
        const env = { NODE_OPTIONS: `--require ${path.join(__dirname, '../support/gateway/exit-report.js')}` };
        const gateway = await GatewayProcess.start({ shape, apiUrl: api.url, command, env });
        gateway.signal('SIGTERM');
        expect(await gateway.exited).toEqual({ code: EXIT_CODES.done, signal: null });
        expect(gateway.output).toContain('held at exit: []');
      }),
    );
  },
);

const refusal = async (shape: GatewayShape, temporal?: string): Promise<{ code: number | null; output: string }> => {
  const address = temporal === undefined ? {} : { temporal };
  const gateway = new GatewayProcess({ shape, apiUrl: 'http://127.0.0.1:1', ...address });
  try {
    const { code } = await gateway.exited;
    return { code, output: gateway.output };
  } finally {
    gateway.signal('SIGKILL');
  }
};
const good = { topics: ['some-topic'], lanes: 0, kind: 'deliver' } as const;

test('A gateway that cannot start names every problem of its config, and ends.', async () => {
  const wrong = { name: 'Not A Name', gracePeriod: 'soon', timeout: '0s', concurrency: -1 };
  const { code, output } = await refusal({ ...good, ...wrong });
  expect(code).toBe(EXIT_CODES.configInvalid);
  for (const option of ['name', 'gracePeriod', 'destinations.api.timeout', 'destinations.api.concurrency']) {
    expect(output).toContain(option);
  }
});

test('A gateway that cannot start names the address of a Temporal that does not answer, and ends.', async () => {
  const address = `127.0.0.1:${await freePort(7_233)}`;
  const { code, output } = await refusal({ ...good, name: uniqueName() }, address);
  expect(code).toBe(EXIT_CODES.engineUnreachable);
  expect(output).toContain(`Temporal did not answer at ${address}`);
});
