import type { ActionWorld } from '../../../../src/console/actions/action-world';
import { planKey, type KeyAction } from '../../../../src/console/actions/key-action';
import { showKey, type ShownKey } from '../../../../src/operations/keys/show-key';

jest.mock('../../../../src/operations/keys/show-key', () => ({ showKey: jest.fn() }));

const route = { name: 'main', lanes: 0, value: 'string' };
const WORLD = { config: { name: 'g', routes: [route], destinations: new Map() }, client: {} } as unknown as ActionWorld;
const KEY = { route: 'main', chain: Buffer.from('k').toString('base64url') };
const EDIT: KeyAction = { verb: 'edit', key: KEY, offset: '7', value: 'mended' };
const DONE = { step: 'pay', destination: 'bank', since: 1, cause: 'done-before' };

const planned = (action: KeyAction, status: object) => {
  const shown = {
    workflowStatus: 'RUNNING',
    answered: true,
    status: { chain: 'k', head: { topic: 't', partition: 0, offset: '7' }, ...status },
  };
  jest.mocked(showKey).mockResolvedValue(shown as unknown as ShownKey);
  return planKey(WORLD, action);
};

test.each<[string, KeyAction]>([
  ['An edit', EDIT],
  ['A retry with new effects', { verb: 'retry', key: KEY, newEffect: true }],
])(
  'I12: %s that would do again what is done asks whether the operator is sure, and says what that is.',
  async (_what, action) => {
    const plan = await planned(action, { status: 'waiting', again: [DONE] });
    expect(plan.asksSure).toBe(true);
    expect(plan.warnings).toContainEqual(expect.stringContaining('Step pay at bank was done'));
  },
);

test('I12: A retry under the same keys does nothing again, and asks nothing; nor does an edit of what was refused at once.', async () => {
  const retry = await planned({ verb: 'retry', key: KEY }, { status: 'waiting', again: [DONE] });
  expect([retry.asksSure, retry.warnings]).toEqual([undefined, []]);
  expect((await planned(EDIT, { status: 'parked' })).asksSure).toBeUndefined();
});
