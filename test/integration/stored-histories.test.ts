import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import type { Log } from '../../src/log';
import { EVENT_SINK } from '../../src/model/keys/key-event';
import { workflowBundle } from '../../src/temporal/bundle/workflow-bundle';

const FOLDER = path.resolve(__dirname, '../histories');
const HANDLERS = path.resolve(__dirname, '../fixtures/gateway/workflows.ts');
const ignore = (): void => undefined;
const log: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

test('Stored histories are there for every shape of workflow.', async () => {
  expect((await readdir(FOLDER)).sort()).toEqual(
    [
      'agents.pb',
      'agents-carried.pb',
      'at-once-key.pb',
      'at-once-lane.pb',
      'at-once-older-worker.pb',
      'callback-key.pb',
      'deliver-key.pb',
      'deliver-lane.pb',
      'handler-key.pb',
      'held.pb',
      'held-agents.pb',
      'outbox-writer.pb',
      'publisher-key.pb',
      'redriven-lane.pb',
      'reopened.pb',
      'retired-key.pb',
      'returned-key.pb',
      'route-control.pb',
      'shelf.pb',
      'waiting-key.pb',
    ].sort(),
  );
});

test('Stored histories replay with the code of today: workflows of running gateways survive a deploy.', async () => {
  const workflowBundleOfToday = await workflowBundle(HANDLERS, log);
  const histories = (await readdir(FOLDER)).map(async (file) => ({
    workflowId: file,
    history: temporal.api.history.v1.History.decode(await readFile(path.join(FOLDER, file))),
  }));
  const sinks = { [EVENT_SINK]: { tell: { fn: ignore }, count: { fn: ignore } } };
  const options = { workflowBundle: workflowBundleOfToday, sinks };
  const results = Worker.runReplayHistories(options, await Promise.all(histories));
  for await (const { workflowId, error } of results) expect([workflowId, error]).toEqual([workflowId, undefined]);
});
