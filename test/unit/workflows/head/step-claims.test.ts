import { callClaim, childClaim, waitClaim } from '../../../../src/workflows/head/claim';
import { StepClaims } from '../../../../src/workflows/head/step-claims';

const call = (path: string) => callClaim({ destination: 'bank', request: { path } });

test('I12: Claims of steps are carried from run to run.', () => {
  const claims = new StepClaims();
  claims.note('a', call('/a'), 0);
  claims.note('b', waitClaim('sleep'), 2);
  const carried = new StepClaims(claims.carry().headClaims);
  expect(carried.carry()).toEqual(claims.carry());
  const kept = carried.get('a');
  expect([kept?.text(), kept?.likeness(), kept?.place?.(), kept?.revision]).toEqual([
    call('/a').text(),
    call('/a').likeness(),
    call('/a').place(),
    0,
  ]);
  expect(carried.get('b')).toMatchObject({ revision: 2 });
});

test('I10: Of very many steps, only the claims of the first hundred are kept.', () => {
  const claims = new StepClaims();
  for (let index = 0; index < 200; index += 1) claims.note(`s${index}`, call(`/${index}`), 0);
  expect(Object.keys(claims.carry().headClaims ?? {})).toHaveLength(100);
});

test('I12: A call is told by its destination and its request, however its method is written and whatever URL a callback has.', () => {
  const url = (id: string) => `https://callback.invalid/${id}-0000-4000-8000-000000000000`;
  const text = (request: object, destination = 'bank'): string => callClaim({ destination, request }).text();
  expect(text({ path: '/a', method: 'post' })).toBe(text({ path: '/a' }));
  expect(text({ data: { to: url('00000000') } })).toBe(text({ data: { to: url('11111111') } }));
  const others = [
    text({ path: '/a' }),
    text({ path: '/a', data: 1 }),
    text({ path: '/a', method: 'GET' }),
    text({ path: '/a' }, 'shop'),
  ];
  expect(new Set(others).size).toBe(4);
  expect(childClaim('ship', [1], undefined).text()).not.toBe(childClaim('ship', [2], undefined).text());
});
