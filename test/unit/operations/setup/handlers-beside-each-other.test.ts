import { handlersBesideEachOther } from '../../../../src/operations/setup/handlers-beside-each-other';
import { DELIVER_WORKFLOW } from '../../../../src/model/contract/contract';
import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';

const config = (...routes: readonly (readonly [name: string, workflowType: string, topics: readonly string[]])[]) =>
  ({ routes: routes.map(([name, workflowType, topics]) => ({ name, workflowType, topics })) }) as unknown as Pick<
    ResolvedConfig,
    'routes'
  >;

test('Two handlers of one topic are warned of, because they may share names of steps and so idempotency keys (I5).', () => {
  const words = handlersBesideEachOther(
    config(['a', 'one', ['t', 'u']], ['b', 'two', ['u']], ['c', 'three', ['v']], ['d', DELIVER_WORKFLOW, ['t']]),
  );
  expect(words).toEqual([
    expect.stringContaining('Routes a and b both handle topic u, and idempotency keys name no route'),
  ]);
});
