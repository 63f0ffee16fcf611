// What a destination says to everyone is no state of a record: keys wait, use up nothing, and go on by themselves.
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EffectRecorder, RecordedCall } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { bodyOf, judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { IN_LANES } from '../support/gateway/hosting-shapes';
import { documentOf, runCli } from '../support/gateway/run-cli';
import { withWorld } from '../support/gateway/world';

const KEYS = 50;
const MANY = 300;
const [OLD, NEW] = ['old-token-b1f0', 'new-token-77ac'];
/** Few attempts and a short age: a wait that counted would use them up. */
const RETRY = { initial: '200ms', maximum: '1s', maxAttempts: 2, maxAge: '2s' } as const;
const ASKED_SECONDS = 2.5;
/** Calls that a burst may have under way before the first answers arrive, and some probes. */
const HANDFUL = 12;

/** A file that is replaced as Kubernetes does it: a symbolic link to another directory is put in its place. */
class MountedSecret {
  readonly path: string;
  private version = 0;

  constructor(private readonly directory: string) {
    this.path = path.join(directory, 'data', 'token');
  }

  async put(token: string): Promise<void> {
    this.version += 1;
    const version = path.join(this.directory, `version-${this.version}`);
    await mkdir(version);
    await writeFile(path.join(version, 'token'), `${token}\n`);
    await symlink(version, `${version}.link`);
    await rename(`${version}.link`, path.join(this.directory, 'data'));
  }
}

/** Resolves when the API has had no call for a moment, so that nobody knows what it would answer now. */
const quiet = (api: EffectRecorder): Promise<void> =>
  eventually(() => {
    expect(Date.now() - (api.calls.at(-1)?.startedAt ?? 0)).toBeGreaterThan(1_200);
  });

const mostWithin = (ms: number, calls: readonly RecordedCall[]): number => {
  const times = calls.map(({ startedAt }) => startedAt);
  return Math.max(0, ...times.map((from) => times.filter((time) => time >= from && time < from + ms).length));
};

describe.each(IN_LANES)('with $hosting, while a destination refuses all calls', ({ lanes }) => {
  it('I4, I7, I10: rotated credentials and pleas for patience hold all keys, park none and use up no attempts', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 4 });
      const api = await world.recorder();
      const secret = new MountedSecret(await world.directory());
      await secret.put(OLD);
      const name = uniqueName();
      const shape = {
        name,
        topics: [topic.name],
        lanes,
        kind: 'deliver',
        token: 'API_TOKEN',
        destination: { retry: RETRY },
      } as const;
      const env = { API_TOKEN_FILE: secret.path };
      const cli = async (...args: readonly string[]): Promise<unknown> =>
        documentOf(await runCli([...args, '--json'], { shape, apiUrl: api.url, env }));
      let taken = OLD;
      api.react = ({ headers }) =>
        headers.authorization === `Bearer ${taken}` ? { status: 200 } : { status: 401, body: '{"error":"expired"}' };
      const gateway = await world.gateway({ shape, apiUrl: api.url, env });
      await topic.produce(keyedRecords({ keys: KEYS, perKey: 1 }));
      await eventually(() => {
        expect(api.effects).toHaveLength(KEYS);
      });

      // The API stops taking the old token before the file has the new one.
      await quiet(api);
      taken = NEW;
      await topic.produce(keyedRecords({ keys: KEYS, perKey: 1, from: 1 }));
      await eventually(async () => {
        const waits = [{ reason: 'credentials-refused', message: expect.stringContaining('expired') as string }];
        expect(await cli('status')).toMatchObject({ destinations: [{ destination: 'api', parked: 0, waits }] });
        const asked = ['-s', 'postponed', '--destination', 'api', '--error', 'credentials-refused'];
        const listed = (await cli('keys', 'list', '-r', 'main', ...asked, '-l', '100')) as { keys: object[] };
        expect(listed.keys).toHaveLength(KEYS);
        for (const key of listed.keys) expect(key).toMatchObject({ status: 'postponed', attempts: 0 });
      });
      expect(api.calls.length).toBeLessThan(2 * KEYS);
      await secret.put(NEW);
      await eventually(() => {
        expect(api.effects).toHaveLength(2 * KEYS);
      });
      expect(judge(api, { keys: KEYS, perKey: 2 })).toEqual(KEPT);

      await quiet(api);
      const seen = api.calls.length;
      let busy = true;
      api.react = () =>
        busy ? { status: 429, headers: { 'retry-after': String(ASKED_SECONDS) } } : { status: 200, body: '{}' };
      await topic.produce(keyedRecords({ keys: MANY, perKey: 1, from: 2 }));
      const refusedFor = (): number => Date.now() - (api.calls[seen]?.startedAt ?? Date.now());
      await eventually(() => {
        expect(refusedFor()).toBeGreaterThan(1_000 * ASKED_SECONDS);
      });
      expect(api.calls.length - seen).toBeLessThanOrEqual(HANDFUL);
      // The first probes are refused, too.
      await eventually(() => {
        expect(refusedFor()).toBeGreaterThan(4_500);
      });
      busy = false;
      const [refused, reopened] = [api.calls.length - seen, api.calls.length];
      expect(refused).toBeLessThanOrEqual(2 * HANDFUL);
      await eventually(() => {
        expect(api.effects).toHaveLength(2 * KEYS + MANY);
      });
      const last = api.effects.filter((call) => bodyOf(call).seq === 2);
      expect(judge({ effects: last }, { keys: MANY, perKey: 1 })).toEqual(KEPT);
      expect(mostWithin(100, api.calls.slice(reopened))).toBeLessThan(MANY / 2);
      expect(gateway.output).toContain('the secret of a header has changed');
      expect(gateway.output).toContain('the destination takes calls again');
      for (const token of [OLD, NEW]) expect(gateway.output).not.toContain(token);
    });
  });
});
