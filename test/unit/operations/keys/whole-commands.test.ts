import { wholeCommands } from '../../../../src/operations/keys/whole-commands';

test.each([
  ['`sluice keys restart`', 'g/orders/acc-07', undefined, '`sluice keys restart -r orders -k acc-07`'],
  ['`sluice keys restart`', 'g/orders/~lane-2-of-8', undefined, '`sluice keys restart -r orders --lane 2`'],
  [
    '`sluice keys retry --new-effect`',
    'g/orders/~lane-2-of-8',
    'a%2Fb',
    '`sluice keys retry -r orders -k a/b --new-effect`',
  ],
  ['`sluice keys skip`', 'g/orders/~null-p3', '~null-p3', "`sluice keys skip -r orders -k '~null-p3'`"],
  ['`sluice keys show`', 'g/orders/two%20words', undefined, "`sluice keys show -r orders -k 'two words'`"],
  ['`sluice keys restart --all`', 'g/orders/k', undefined, '`sluice keys restart --all`'],
  ['`sluice agents restart --empty`', 'g/~agents/rates/0-of-2', undefined, '`sluice agents restart -a rates --empty`'],
  ['`sluice agents list`', 'g/~agents/rates', undefined, '`sluice agents list -a rates`'],
  [
    '`sluice keys show -r a -k b`, `sluice status`',
    'g/orders/k',
    undefined,
    '`sluice keys show -r a -k b`, `sluice status`',
  ],
])('The command %s about %s (%s) is written out.', (text, workflowId, chain, expected) => {
  expect(wholeCommands(text, workflowId, chain)).toBe(expected);
});
