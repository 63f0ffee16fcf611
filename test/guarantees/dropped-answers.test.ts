import { LEAVE_SIGNAL, STATUS_QUERY, type ChainStatus, type HostStatus } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import { uniqueName } from '../../harness/unique-name';
import { ok, RawApi, type RawAnswer } from '../support/scenarios/raw-api';
import { runCli } from '../support/gateway/run-cli';
import { withWorld } from '../support/gateway/world';

const lines = (...all: readonly string[]): string => all.join('\r\n');
const UNKEPT: RawAnswer = {
  bytes: lines('HTTP/1.1 200 OK', 'Content-Type: application/json; charset=x-foo', 'Content-Length: 2', '', '{}'),
  end: 'keep',
};
const ELSEWHERE: RawAnswer = {
  bytes: lines('HTTP/1.1 303 See Other', 'Location: /orders/7', 'Content-Length: 0', '', ''),
  end: 'keep',
};

it('I12: a call is done again only by a word if its answer cannot be kept, or not carried until its key may be forgotten', async () => {
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 1 });
    const api = new RawApi();
    await api.open();
    world.atEnd(() => api.close());
    const client = await world.client();
    const name = uniqueName();
    const destination = { retry: { initial: '50ms', maximum: '400ms', maxAttempts: 6 }, idempotencyWindow: '1s' };
    const shape = { name, topics: [topic.name], lanes: 1, kind: 'ask', timeout: '5s', destination } as const;
    const keys = [...Array.from({ length: 32 }, (_, index) => `key-${index}`), 'charset', 'elsewhere'];
    // Together the answers are more than a run may hand to the next one.
    const large = ok(200, JSON.stringify({ text: 'x'.repeat(55_000) }));
    api.react = ({ head: lines, body }) => {
      if (body.includes('"charset"')) return UNKEPT;
      if (body.includes('"elsewhere"')) return ELSEWHERE;
      return lines.startsWith('POST /calls ') ? large : ok(422, '{"error":"no"}');
    };
    const calls = (): number => api.calls.filter(({ head: lines }) => lines.startsWith('POST /calls ')).length;
    const since = Date.now();
    await topic.produce(keys.map((key) => ({ partition: 0, key, value: JSON.stringify({ key, seq: 0 }) })));
    await world.gateway({ shape, apiUrl: api.url });
    const lane = client.workflow.getHandle(hostWorkflowId(name, 'main', 'key-0', 1));
    const chains = async (): Promise<readonly ChainStatus[]> => (await lane.query<HostStatus>(STATUS_QUERY)).chains;
    const inDoubt = async (): Promise<readonly ChainStatus[]> =>
      (await chains()).filter(({ doubts: [doubt] = [] }) => doubt?.cause === 'answer-dropped');
    await eventually(async () => {
      expect((await chains()).filter(({ status }) => status === 'parked')).toHaveLength(keys.length);
    });
    expect(await inDoubt()).toEqual([]);
    // What was answered, with whatever that cannot be kept, is done again under another key only by a word.
    for (const key of ['charset', 'elsewhere']) {
      const edit = ['keys', 'edit', '-r', 'main', '-k', key, '--value', JSON.stringify({ key, seq: 1 })];
      expect((await runCli(edit, { shape, apiUrl: api.url })).stderr).toMatch(/An edited record would do it again/);
    }
    await lane.signal(LEAVE_SIGNAL);
    await eventually(async () => {
      expect(await inDoubt()).not.toEqual([]);
    });
    const dropped = (await inDoubt()).map(({ chain }) => chain);
    expect(dropped.length).toBeLessThan(keys.length / 2);
    const [{ doubts: [doubt] = [] } = {}] = await inDoubt();
    expect(doubt).toMatchObject({ step: 'ask', destination: 'api', request: expect.any(String) as string });
    expect(doubt?.since).toBeGreaterThanOrEqual(since);
    const { stdout } = await runCli(['keys', 'retry', '-r', 'main', '--all', '--yes'], { shape, apiUrl: api.url });
    expect(stdout).toContain(`done ${keys.length}`);
    await eventually(async () => {
      const parked = (await chains()).filter(({ status }) => status === 'parked');
      expect(parked).toHaveLength(keys.length);
      const forgotten = parked.filter(({ failure }) => failure?.code === 'key-forgotten').map(({ chain }) => chain);
      expect(forgotten.sort()).toEqual([...dropped, 'charset', 'elsewhere'].sort());
    });
    expect(calls()).toBe(keys.length);
  });
});
