import { onceCoordinated } from '../../../../src/kafka/client/once-coordinated';

const refusal = (type: string): Error =>
  Object.assign(new Error('wrapped'), { cause: Object.assign(new Error(type), { type }) });
const QUICK = { patienceMs: 1_000, pauseMs: 1 };

test.each(['GROUP_LOAD_IN_PROGRESS', 'GROUP_COORDINATOR_NOT_AVAILABLE', 'NOT_COORDINATOR_FOR_GROUP'])(
  'A group whose coordinator says %s is asked for again until it is ready.',
  async (type) => {
    const answers = [refusal(type), refusal(type)];
    const ask = jest.fn(() => {
      const next = answers.shift();
      return next === undefined ? Promise.resolve('described') : Promise.reject(next);
    });
    await expect(onceCoordinated(ask, QUICK)).resolves.toBe('described');
    expect(ask).toHaveBeenCalledTimes(3);
  },
);

test('A coordinator that does not become ready in time fails the question.', async () => {
  const error = refusal('GROUP_LOAD_IN_PROGRESS');
  await expect(onceCoordinated(() => Promise.reject(error), { patienceMs: 10, pauseMs: 1 })).rejects.toBe(error);
});

test('A refusal for another reason is told at once.', async () => {
  const ask = jest.fn(() => Promise.reject(refusal('GROUP_AUTHORIZATION_FAILED')));
  await expect(onceCoordinated(ask, QUICK)).rejects.toThrow('wrapped');
  expect(ask).toHaveBeenCalledTimes(1);
});
