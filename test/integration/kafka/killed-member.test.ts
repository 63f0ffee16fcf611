import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { eventually } from '../../../harness/eventually';
import { withTopic } from '../../../harness/with-topic';
import { withSource } from './with-source';

const MEMBER = path.join(__dirname, 'killed-member.ts');

test('I1: A member that is killed in the middle of a batch loses nothing: the next one goes on at its last commit, and one record at most comes twice.', () =>
  withTopic({}, async (topic) => {
    const group = `killed-${randomUUID()}`;
    const values = Array.from({ length: 300 }, (_, index) => `v${index}`);
    await topic.produce(values.map((value) => ({ key: 'k', value })));
    const member = spawn(process.execPath, ['--import', 'tsx', MEMBER, topic.brokers, topic.name, group], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(member, 'exit');
    let output = '';
    member.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    await eventually(() => {
      expect(output.split('\n').length).toBeGreaterThan(40);
    });
    member.kill('SIGKILL');
    await exited;
    const first = output.split('\n').slice(0, -1);
    const [committed = -1n] = await topic.committedOffsets(group);
    expect(committed).toBeGreaterThanOrEqual(BigInt(first.length - 1));
    // The broker waits for the session of the dead member to end before it gives the partition away.
    await withSource(topic, { groupId: group }, async ({ handler }) => {
      await eventually(() => {
        expect(handler.values).toEqual(values.slice(Number(committed)));
      });
    });
  }));
