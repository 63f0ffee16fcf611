import { URL as URL_OF_PROCESS } from 'node:url';
import { defaultPayloadConverter } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import { RECORDS_SIGNAL } from '../../src/model/contract/contract';
import { eventually } from '../../harness/eventually';
import { uniqueName } from '../../harness/unique-name';
import { GLOBAL_ATTACKS } from '../fixtures/realm/realm-attacks';
import { realmBundle, tried, withRealmWorker } from '../support/realm/realm-worker';

let bundle: WorkflowBundle;
beforeAll(async () => {
  bundle = await realmBundle();
});

type Picture = Readonly<Record<string, string>>;

const differences = (attack: string, before: unknown, after: unknown): readonly string[] =>
  Object.entries(after as Picture).flatMap(([place, seen]) => {
    const known = (before as Picture)[place];
    return known === seen ? [] : [`${attack}: ${place} is ${seen} instead of ${known ?? 'nothing'}`];
  });

test('I5, I7: Whatever one workflow does to the objects that all of a worker share, the others see no difference.', async () => {
  await withRealmWorker(bundle, async (start) => {
    const before: unknown = await (await start('looks', 'all')).result();
    const changed: string[] = [];
    const neighbour = await start('keepsLooking');
    const attacks = Object.keys(GLOBAL_ATTACKS).map((attack) => ['attacksGlobals', attack]);
    for (const [workflow = '', argument = ''] of [['pollutes', 'all'], ...attacks]) {
      await tried(await start(workflow, argument));
      const seen: unknown[] = [await (await start('looks', 'all')).result(), await neighbour.query('picture')];
      changed.push(...seen.flatMap((picture) => differences(argument, before, picture)));
    }
    expect(changed).toEqual([]);
  });
});

const STREAM = { id: 's', topic: 't' };
const RECORD = { partition: 0, leaderEpoch: 0, offset: '1', key: 'a', timestamp: 0, value: { json: 1 } };

test('I5, I7: Nothing that a handler reaches by its record, its context and the words of Sluice can be changed for another.', async () => {
  await withRealmWorker(bundle, async (start) => {
    for (const key of ['a', 'b', 'c']) {
      const hosting = { kind: 'key', chain: key, key };
      const handle = await start('reaches', { gateway: 'g', route: 'r', hosting });
      await handle.signal(RECORDS_SIGNAL, { stream: STREAM, records: [{ ...RECORD, key }] });
      await eventually(async () => {
        expect(await handle.query('reachedByTwo')).toEqual([]);
      });
    }
  });
});

const historyOf = (workflow: string, argument: string): temporal.api.history.v1.IHistory => {
  const { EventType } = temporal.api.enums.v1;
  const started = {
    workflowType: { name: workflow },
    taskQueue: { name: 'q' },
    originalExecutionRunId: uniqueName(),
    firstExecutionRunId: uniqueName(),
    workflowTaskTimeout: { seconds: 10 },
    input: { payloads: [defaultPayloadConverter.toPayload(argument)] },
  };
  const events = [
    { eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED, workflowExecutionStartedEventAttributes: started },
    {
      eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
      workflowTaskScheduledEventAttributes: { taskQueue: { name: 'q' } },
    },
    {
      eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
      workflowTaskStartedEventAttributes: { scheduledEventId: 2 },
    },
    {
      eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
      workflowTaskCompletedEventAttributes: { scheduledEventId: 2, startedEventId: 3 },
    },
    {
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
      workflowExecutionCompletedEventAttributes: { workflowTaskCompletedEventId: 4 },
    },
  ];
  return temporal.api.history.v1.History.fromObject({
    events: events.map((event, index) => ({ ...event, eventId: index + 1, eventTime: { seconds: 1 } })),
  });
};

/** Whether each of the language's objects in a realm can still be changed. */
const CHANGEABLE = `
  ['Object', 'Function', 'Array', 'Error', 'Promise', 'Map', 'RegExp', 'Uint8Array', 'Symbol', 'JSON', 'Math'].map(
    (name) => [globalThis[name], globalThis[name].prototype].map((one) => one === undefined || !Object.isFrozen(one)).join(),
  ).join(' ') + (Error.stackTraceLimit = Error.stackTraceLimit)`;

// One of them uses well-known libraries, some of which assign to names that objects inherit.
test('A replay on the main thread freezes nothing of its process, and workflows that pollute change nothing for others.', async () => {
  const ofProcess = URL_OF_PROCESS.constructor as (code: string) => () => unknown;
  const realms = [ofProcess, Function as unknown as typeof ofProcess];
  const changeable = (): readonly unknown[] =>
    realms.map((realm) => realm(`return (0, eval)(${JSON.stringify(CHANGEABLE)})`)());
  const [before, seen] = [changeable(), ofProcess('return globalThis.sluiceSeen = []')() as string[]];
  const replayed = ['looks', 'pollutes', 'looks', 'usesLibraries'].map((workflow, index) => ({
    workflowId: `${workflow}-${index}`,
    history: historyOf(workflow, 'own'),
  }));
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: bundle }, replayed)) {
    expect([workflowId, error]).toEqual([workflowId, undefined]);
  }
  ofProcess('delete globalThis.sluiceSeen')();
  expect(seen).toHaveLength(2);
  expect(seen[1]).toBe(seen[0]);
  expect(changeable()).toEqual(before);
  expect(before.join()).not.toContain('false');
});
