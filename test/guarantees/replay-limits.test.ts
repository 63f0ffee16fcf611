import { withCliWorld } from '../support/gateway/cli-world';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { bodyOf, keyedRecords } from '../../harness/keyed-records';
import { documentOf } from '../support/gateway/run-cli';

const LOAD = { keys: 4, perKey: 10 };
const TOTAL = LOAD.keys * LOAD.perKey;
const PATIENT = { withinMs: 150_000 };

/** All records are in one partition, so that their offsets are known. */
const records = (load: typeof LOAD & { readonly from?: number }): ReturnType<typeof keyedRecords> =>
  keyedRecords(load).map((record) => ({ ...record, partition: 0 }));

it('I3, I11: a replay refuses what retention has taken, is cancelled without harm, and reads references back from the real stream', async () => {
  // Every payload stays in Kafka: what is replayed comes by position, under its label.
  await withCliWorld({ bridge: { inlineBytes: 0 } }, async ({ topic, api, shape, cli }) => {
    const group = `${shape.name}.main`;
    const place = ['--topic', topic.name, '--partition', '0', '--json'];
    const nothing = await cli('replay', 'main', '--at-most', '1000', '--from', 'earliest', '--json');
    expect(documentOf(nothing)).toMatchObject({ ok: false, error: { code: 'refused' } });
    await topic.produce(records(LOAD));
    await withGateway({ shape, apiUrl: api.url }, async () => {
      await eventually(async () => {
        expect(await topic.committedOffsets(group)).toEqual([BigInt(TOTAL), -1n]);
        expect(api.calls).toHaveLength(TOTAL);
      }, PATIENT);
      await topic.deleteRecords(0, 10n);
      const gone = await cli('replay', 'main', '--at-most', '1000', '--from', '4', ...place);
      expect(documentOf(gone)).toMatchObject({
        ok: false,
        error: { code: 'refused', message: expect.stringContaining('begins at offset 10') as string },
      });
      expect(documentOf(await cli('status', '--json'))).toMatchObject({
        routes: [{ replay: null, real: 'running' }],
      });

      expect(documentOf(await cli('replay', 'main', '--at-most', '1000', '--from', '30', ...place))).toMatchObject({
        replay: 1,
        offsets: '10',
      });
      await eventually(() => {
        expect(api.calls).toHaveLength(TOTAL + 10);
      }, PATIENT);
      expect(
        api.calls
          .slice(TOTAL)
          .map((call) => bodyOf(call).seq)
          .sort((a, b) => a - b),
      ).toEqual(Array.from({ length: 10 }, (_, index) => Math.floor((30 + index) / LOAD.keys)));
      expect(api.effects).toHaveLength(TOTAL);

      // The replay begins while the route is paused, so that nothing of it is read yet.
      await cli('pause', 'main');
      expect(documentOf(await cli('replay', 'main', '--at-most', '1000', '--from', '20', ...place))).toMatchObject({
        replay: 2,
      });
      const second = await cli('replay', 'main', '--at-most', '1000', '--from', '25', ...place);
      expect(documentOf(second)).toMatchObject({
        ok: false,
        error: { code: 'refused', message: expect.stringContaining('0 of 20 offsets') as string },
      });
      expect(documentOf(await cli('replay', 'main', '--cancel', '--json'))).toMatchObject({ cancelled: 2 });
      expect(documentOf(await cli('replay', 'main', '--cancel', '--json'))).toMatchObject({ cancelled: null });
      await cli('resume', 'main');
      await topic.produce(records({ ...LOAD, perKey: 1, from: LOAD.perKey }));
      await eventually(async () => {
        expect(await topic.committedOffsets(group)).toEqual([BigInt(TOTAL + LOAD.keys), -1n]);
        expect(api.calls).toHaveLength(TOTAL + 10 + LOAD.keys);
      }, PATIENT);
    });
    expect(api.effects).toHaveLength(TOTAL + LOAD.keys);
  });
});
