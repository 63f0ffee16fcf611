import { keyedWorkflow } from 'sluice/workflow';

interface Entry {
  readonly key: string;
}

/** Counts the records of its key, calls the API and publishes the count: effects, state and publishing in one. */
export const accounts = keyedWorkflow<Entry, { count: number }>({
  initialState: () => ({ count: 0 }),
  onRecord({ topic, partition, offset, value }, ctx) {
    ctx.state.count += 1;
    const id = `${topic}/${String(partition)}/${offset}`;
    ctx.defer('api', { path: `/${id}`, data: value });
    ctx.publish('balances', { key: value.key, value: { id, key: value.key, count: ctx.state.count } });
  },
});
