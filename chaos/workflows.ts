import { keyedWorkflow } from 'sluice/workflow';

interface Entry {
  readonly key: string;
  readonly at: number;
}

/** Counts the records of its key, calls the API and publishes the count: effects, state and publishing in one. */
export const accounts = keyedWorkflow<Entry, { count: number }>({
  initialState: () => ({ count: 0 }),
  onRecord({ topic, partition, offset, value }, ctx) {
    ctx.state.count += 1;
    const place = `${topic}/${partition}/${offset}`;
    const id = `${place}@${value.at}`;
    ctx.defer('api', { path: `/${place}`, data: value });
    ctx.publish('balances', { key: value.key, value: { id, key: value.key, count: ctx.state.count } });
  },
});
