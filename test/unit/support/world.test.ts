import { withWorld } from '../../support/gateway/world';

test('A world closes what was opened in it, the newest first, also when its test fails.', async () => {
  const closed: number[] = [];
  const failure = new Error('the test');
  const run = withWorld((world) => {
    for (const place of [1, 2]) world.atEnd(() => Promise.resolve(void closed.push(place)));
    return Promise.reject(failure);
  });
  await expect(run).rejects.toBe(failure);
  expect(closed).toEqual([2, 1]);
});

test('A world tells of a failed test and of each thing that could not be closed.', async () => {
  const failure = new Error('the test');
  const run = withWorld((world) => {
    world.atEnd(() => Promise.reject(new Error('the topic')));
    return Promise.reject(failure);
  });
  await expect(run).rejects.toMatchObject({ errors: [failure, { message: 'the topic' }] });
  const closing = withWorld((world) => {
    for (const what of ['a topic', 'an API']) world.atEnd(() => Promise.reject(new Error(what)));
    return Promise.resolve();
  });
  await expect(closing).rejects.toMatchObject({ errors: [{ message: 'an API' }, { message: 'a topic' }] });
});
