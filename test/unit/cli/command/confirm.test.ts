import { confirm, type Meant } from '../../../../src/cli/command/confirm';
import { exitCodeOf } from '../../../../src/cli/command/exit-codes';

const QUESTION = { what: 'keys skip --all', look: '--dry-run' };
const THREE: Meant = { count: 3, sample: ['key-1', 'key-2'] };

const answering = (answer: boolean) => {
  const questions: string[] = [];
  const ask = (question: string): Promise<boolean> => {
    questions.push(question);
    return Promise.resolve(answer);
  };
  return { questions, ask };
};
const meant = (found: Meant) => jest.fn(() => Promise.resolve(found));

test('At a terminal an operator is asked, with the number and a sample of what is meant.', async () => {
  const { questions, ask } = answering(true);
  await confirm({}, { ask }, QUESTION, meant(THREE));
  expect(questions).toEqual(['key-1\nkey-2\n... and 1 more\nkeys skip --all: 3 in all. Go on? [y/N] ']);
});

test('A question counts what its sample leaves out, whatever lines the sample has besides.', async () => {
  const { questions, ask } = answering(true);
  await confirm({}, { ask }, QUESTION, meant({ count: 3, sample: ['KEY', 'key-1', 'key-2'], named: 2 }));
  expect(questions).toEqual(['KEY\nkey-1\nkey-2\n... and 1 more\nkeys skip --all: 3 in all. Go on? [y/N] ']);
});

test('An operator who does not agree changes nothing.', async () => {
  const { ask } = answering(false);
  await expect(confirm({}, { ask }, QUESTION, meant(THREE))).rejects.toMatchObject({
    ...{ code: 'refused', message: 'Nothing was changed.' },
  });
});

test('Where nobody can be asked, a command without a confirmation ends as a wrong command line and looks at nothing.', async () => {
  const look = meant(THREE);
  const error: unknown = await confirm({}, {}, QUESTION, look).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'unconfirmed', message: expect.stringContaining('--yes') as string });
  expect(exitCodeOf(error)).toBe(2);
  expect(look).not.toHaveBeenCalled();
});

test('A command that is told yes asks nobody and counts nothing.', async () => {
  const { questions, ask } = answering(false);
  const look = meant(THREE);
  await confirm({ yes: true }, { ask }, QUESTION, look);
  expect([questions, look.mock.calls]).toEqual([[], []]);
});

test('A command that may concern at most so many goes on with them, and refuses one more.', async () => {
  await confirm({ atMost: 3 }, {}, QUESTION, meant(THREE));
  const refused = confirm({ atMost: 2 }, {}, QUESTION, meant(THREE));
  await expect(refused).rejects.toMatchObject({ code: 'unconfirmed', message: expect.stringContaining('3') as string });
});

test('What concerns nothing is not asked for.', async () => {
  const { questions, ask } = answering(false);
  await confirm({}, { ask }, QUESTION, meant({ count: 0, sample: [] }));
  expect(questions).toEqual([]);
});
