import { keyedWorkflow } from 'sluice/workflow';

interface Sent {
  readonly key: string;
  readonly seq: number;
  readonly sentAt: number;
}

/** What `deliver` does, by a handler that also keeps a state, as one in lanes cannot. */
export const state = keyedWorkflow<Sent, { count: number }>({
  initialState: () => ({ count: 0 }),
  onRecord({ topic, value }, ctx) {
    ctx.state.count += 1;
    ctx.defer('api', { path: `/${topic}`, data: value });
  },
});

/** The same without a state. */
export const defer = keyedWorkflow<Sent>({
  initialState: () => null,
  onRecord({ topic, value }, ctx) {
    ctx.defer('api', { path: `/${topic}`, data: value });
  },
});

/** The same, waiting for each answer. */
export const call = keyedWorkflow<Sent>({
  initialState: () => null,
  async onRecord({ topic, value }, ctx) {
    await ctx.call('api', { path: `/${topic}`, data: value });
  },
});
