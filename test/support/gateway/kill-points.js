// Loaded into a gateway process by --require: ends it by SIGKILL at a named point. The product knows nothing of this.
//   before-signal:N   instead of sending signal call N
//   after-signal:N    when the server has acknowledged signal call N, before anybody hears of it
//   after-redrive:N   when Nth workflow has taken dead letters, before anybody hears of it
//   after-shelve:N    when the Nth key lies on its shelf, before its run hears of it
//   after-take:N      when the Nth key was taken from its shelf, before anybody hears of it
//   continue-as-new:N when the worker is about to report its Nth continue-as-new
//   publish-send:N    instead of writing batch N of a transaction
//   publish-sent:N    when Kafka has batch N, before the commit
//   publish-commit:N  when the request to commit transaction N has just been sent
//   publish-committed:N when Kafka has committed transaction N, before anybody hears of it
//   publish-fence:N   when fence N has just been asked for
//   publish-fenced:N  when fence N is there, before the sequence is read
//   publish-answered:N when Temporal has the answer to ask N, before the writer knows
//   polled:N          when the server has the answer of poll batch N, before it is published
//   continued-as-new:N just after it has handed over that report
//   callback-answer:N when callback N was taken, before its sender hears of it
const [point, count] = (process.env.KILL_AT ?? '').split(':');
let left = Number(count ?? 1);

const die = () => process.kill(process.pid, 'SIGKILL');
const due = () => (left -= 1) === 0;
const forever = new Promise(() => {});

if (point === 'before-signal' || point === 'after-signal') {
  const { WorkflowClient } = require('@temporalio/client');
  const original = WorkflowClient.prototype.signalWithStart;
  WorkflowClient.prototype.signalWithStart = async function (...args) {
    if (point === 'before-signal') {
      if (due()) {
        die();
        return forever;
      }
      return original.apply(this, args);
    }
    const handle = await original.apply(this, args);
    if (due()) {
      die();
      return forever;
    }
    return handle;
  };
} else if (point.startsWith('publish-')) {
  const Broker = require('kafkajs/src/broker');
  const dieAt = {
    send: 'produce',
    sent: 'produce',
    commit: 'endTxn',
    committed: 'endTxn',
    fence: 'initProducerId',
    fenced: 'initProducerId',
  };
  const moment = point.slice('publish-'.length);
  if (moment === 'answered') {
    const { AsyncCompletionClient } = require('@temporalio/client');
    const original = AsyncCompletionClient.prototype.complete;
    AsyncCompletionClient.prototype.complete = async function (...args) {
      await original.apply(this, args);
      if (due()) {
        die();
        await forever;
      }
    };
  } else {
    const name = dieAt[moment];
    const original = Broker.prototype[name];
    Broker.prototype[name] = async function (request) {
      // Plain producers, and the look at the broker at the start, are not meant.
      const counts = /\.outbox\.\d+$/.test(request.transactionalId ?? '');
      if (!counts) return original.call(this, request);
      if (moment === 'send') {
        if (due()) {
          die();
          return forever;
        }
        return original.call(this, request);
      }
      const answer = original.call(this, request);
      if (moment === 'commit' || moment === 'fence') {
        if (due()) setTimeout(die, 1);
        return answer;
      }
      const answered = await answer;
      if (due()) {
        die();
        return forever;
      }
      return answered;
    };
  }
} else if (point === 'polled') {
  const { native } = require('@temporalio/core-bridge');
  const { coresdk } = require('@temporalio/proto');
  const items = Buffer.from('"polled":{"items":[{');
  const original = native.workerCompleteActivityTask;
  native.workerCompleteActivityTask = (worker, bytes) => {
    const result = coresdk.ActivityTaskCompletion.decodeDelimited(bytes).result?.completed?.result?.data;
    const found = result !== undefined && result !== null && Buffer.from(result).includes(items);
    const answer = original(worker, bytes);
    if (found && due()) setTimeout(die, 5);
    return answer;
  };
} else if (point === 'after-take') {
  const { WorkflowClient } = require('@temporalio/client');
  const original = WorkflowClient.prototype.getHandle;
  WorkflowClient.prototype.getHandle = function (...ids) {
    const handle = original.apply(this, ids);
    const { executeUpdate } = handle;
    handle.executeUpdate = async (...args) => {
      const answer = await executeUpdate.apply(handle, args);
      if (args[0] !== 'sluice.take' || answer.kind !== 'taken' || !due()) return answer;
      die();
      return forever;
    };
    return handle;
  };
} else if (point === 'after-redrive' || point === 'after-shelve') {
  const { WorkflowClient } = require('@temporalio/client');
  const original = WorkflowClient.prototype.executeUpdateWithStart;
  const counts = point === 'after-shelve' ? 'sluice.shelve' : 'sluice.redrive';
  WorkflowClient.prototype.executeUpdateWithStart = async function (...args) {
    const answer = await original.apply(this, args);
    if (args[0] !== counts || !due()) return answer;
    die();
    return forever;
  };
} else if (point === 'continue-as-new' || point === 'continued-as-new') {
  const { native } = require('@temporalio/core-bridge');
  const { coresdk } = require('@temporalio/proto');
  const original = native.workerCompleteWorkflowActivation;
  native.workerCompleteWorkflowActivation = (worker, bytes) => {
    const { successful } = coresdk.workflow_completion.WorkflowActivationCompletion.decodeDelimited(bytes);
    const leaves = successful?.commands?.some((command) => command.continueAsNewWorkflowExecution) ?? false;
    if (!leaves || !due()) return original(worker, bytes);
    if (point === 'continue-as-new') {
      die();
      return forever;
    }
    const result = original(worker, bytes);
    setTimeout(die, 5);
    return result;
  };
} else if (point === 'callback-answer') {
  const { ServerResponse } = require('node:http');
  const original = ServerResponse.prototype.writeHead;
  ServerResponse.prototype.writeHead = function (...args) {
    if (this.req.url.startsWith('/callbacks/') && args[0] === 200 && due()) die();
    return original.apply(this, args);
  };
} else {
  throw new Error(
    `KILL_AT=${process.env.KILL_AT}: expected before-signal, after-signal, after-redrive, after-shelve, after-take, continue-as-new, continued-as-new or callback-answer, with :N`,
  );
}
