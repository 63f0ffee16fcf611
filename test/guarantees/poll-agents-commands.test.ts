import path from 'node:path';
import { diskFiles } from '../../src/config/environment/environment';
import { resolveConfig } from '../../src/config/gateway/resolve-config';
import { connectAgents, type Agents } from '../../src/operations/agents/connect-agents';
import { engineAddress } from '../../harness/engine-address';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { bodyOf } from '../../harness/published';
import { readCommitted } from '../../harness/read-committed';
import { sequenceSource } from '../support/scenarios/sequence-source';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const ITEMS = 30;
const DEVICES = ['device-1', 'device-2', 'device-3'];

const upTo = (size: number): readonly number[] => Array.from({ length: size }, (_, seq) => seq);

const published = (agents: Agents, agent: string, count: number): Promise<void> =>
  eventually(async () => {
    expect(await agents.show('items', agent)).toMatchObject({ published: count });
  });

it('I9: agents of one definition are created, steered and removed, each twice without harm, and publish each item once', async () => {
  await withWorld(async (world) => {
    const target = await world.topic({ partitions: 3, prefix: 'polled' });
    const api = await world.recorder();

    const source = sequenceSource(api, ITEMS);
    const agent = { parameters: { port: 'number' }, hosts: 2 } as const;
    const shape = { name: uniqueName(), kind: 'agents', topic: target.name, agent } as const;
    const env = { KAFKA_BROKERS: engineAddress('kafka'), TEMPORAL_ADDRESS: engineAddress('temporal') };
    const items = { ...agent, topic: target.name, every: '250ms', poll: () => Promise.resolve({ records: [] }) };
    const definition = { name: shape.name, routes: {}, agents: { items } };
    const file = path.resolve('gateway.config.ts');
    const agents = await connectAgents(resolveConfig(definition, { file, env, files: diskFiles }));
    try {
      await withGateway({ config: 'agents', shape, apiUrl: api.url }, async () => {
        await expect(agents.create('items', 'device-1', {})).rejects.toMatchObject({ code: 'refused' });
        for (const device of DEVICES) {
          expect(await agents.create('items', device, { port: 1 })).toMatchObject({ changed: true });
        }
        expect(await agents.create('items', 'device-1', { port: 1 })).toMatchObject({ changed: false });
        await expect(agents.create('items', 'device-1', { port: 2 })).rejects.toMatchObject({ code: 'refused' });
        for (const device of DEVICES) await published(agents, device, ITEMS);

        await agents.command('items', { verb: 'pause', agent: 'device-1' });
        expect(await agents.command('items', { verb: 'pause', agent: 'device-1' })).toMatchObject({ changed: false });
        await agents.command('items', { verb: 'remove', agent: 'device-3' });
        expect(await agents.command('items', { verb: 'remove', agent: 'device-3' })).toMatchObject({
          changed: false,
        });
        source.size = ITEMS + 5;
        await published(agents, 'device-2', ITEMS + 5);
        expect(await agents.show('items', 'device-1')).toMatchObject({ status: 'paused', published: ITEMS });
        // The cursor goes back to the beginning: what was published is known, until it is to be forgotten.
        await agents.command('items', { verb: 'set-cursor', agent: 'device-1', cursor: 0 });
        await agents.command('items', { verb: 'resume', agent: 'device-1' });
        await agents.command('items', { verb: 'poll', agent: 'device-1' });
        await published(agents, 'device-1', ITEMS + 5);
        await agents.command('items', { verb: 'set-cursor', agent: 'device-2', cursor: 20, forget: true });
        await published(agents, 'device-2', ITEMS + 5 + 15);
        const names: string[] = [];
        for await (const { agent: name } of agents.list('items')) names.push(name);
        expect(names.sort()).toEqual(['device-1', 'device-2']);
      });
    } finally {
      await agents.close();
    }
    const seqs = (device: string, records: Awaited<ReturnType<typeof readCommitted>>) =>
      records.map(bodyOf).flatMap(({ key, seq }) => (key === device ? [seq] : []));
    const records = await readCommitted(target);
    expect(seqs('device-1', records)).toEqual(upTo(ITEMS + 5));
    expect(seqs('device-2', records)).toEqual([...upTo(ITEMS + 5), ...upTo(ITEMS + 5).slice(20)]);
    expect(seqs('device-3', records)).toEqual(upTo(ITEMS));
  });
});
