import { eventually } from '../../../harness/eventually';
import { hostWorkflowId } from '../../../src/model/names/workflow-id';
import { EDIT_UPDATE, HEAD_QUERY, type HeadRecord } from '../../../src/model/keys/key-commands';
import { RETRY_UPDATE } from '../../../src/model/contract/contract';
import type { CliWorld } from '../gateway/cli-world';

const KEY = 'mended';
const body = (seq: number): string => JSON.stringify({ key: KEY, seq });

/**
 * A record is edited, and a replay then repeats it and another one. The first is edited once more, and the other, which
 * meets HTTP 500, gets a new effect. Returns the replay epochs in the idempotency keys of each body that was sent.
 */
export const editedAgain = async ({ topic, api, shape, cli, also }: CliWorld): Promise<Record<string, string[]>> => {
  const client = await also.client();
  const handle = client.workflow.getHandle(hostWorkflowId(shape.name, 'main', KEY, shape.lanes));
  const reacts = (second: number): void => {
    api.react = (call) => ({
      status:
        new Map([
          [body(0), 422],
          [body(1), second],
        ]).get(call.body.toString()) ?? 200,
    });
  };
  const head = (): Promise<HeadRecord | null> => handle.query<HeadRecord | null, [string]>(HEAD_QUERY, KEY);
  const edit = async (seq: number, sure: boolean): Promise<void> => {
    const found = await head();
    const record = { ...found?.position, chain: KEY, key: KEY, timestamp: 0, value: { json: { key: KEY, seq } } };
    await handle.executeUpdate(EDIT_UPDATE, { args: [{ chain: KEY, seen: 0, record, ...(sure ? { sure } : {}) }] });
  };
  const renew = (sure: boolean): Promise<unknown> =>
    handle.executeUpdate(RETRY_UPDATE, { args: [{ chain: KEY, newEffect: { seen: 0, ...(sure ? { sure } : {}) } }] });
  const again = { cause: { message: expect.stringMatching(/would do it again.*with --yes/i) as string } };

  reacts(200);
  await topic.produce([0, 1].map((seq) => ({ key: KEY, value: body(seq) })));
  await eventually(() => edit(10, false));
  await eventually(() => {
    expect(api.effects.map((call) => call.body.toString())).toContain(body(1));
  });
  reacts(500);
  const replayed = await cli('replay', 'main', '--at-most', '1000', '--from', '1h', '--key', KEY);
  expect({ code: replayed.code, said: replayed.code === 0 ? '' : replayed.stderr }).toEqual({ code: 0, said: '' });
  await eventually(() => expect(edit(20, false)).rejects.toMatchObject(again));
  await edit(20, true);
  await eventually(() => expect(renew(false)).rejects.toMatchObject(again));
  await eventually(() => renew(true));
  api.react = () => ({ status: 200 });
  const epochs: Record<string, string[]> = {};
  await eventually(async () => {
    expect(await head()).toBeNull();
  });
  for (const call of api.calls) {
    const { key, seq } = JSON.parse(call.body.toString()) as { key: string; seq: number };
    const epoch = call.idempotencyKey.split('.').at(-2) ?? '';
    if (key === KEY) epochs[seq] = Array.from(new Set([...(epochs[seq] ?? []), epoch]));
  }
  return epochs;
};
