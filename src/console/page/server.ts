// Asks the console's server. Nothing is asked of any other one.
import type { ActionRequest, Outcome, PlanAnswer } from '../wire/actions';
import type { AgentsAnswer } from '../wire/agents';
import type { ProblemAnswer, SessionAnswer } from '../wire/answers';
import type { KeyAnswer, KeysAnswer, RecordAnswer } from '../wire/keys';
import type { LettersAnswer } from '../wire/letters';
import type { LagAnswer, OverviewAnswer } from '../wire/overview';

export interface Answers {
  readonly session: SessionAnswer;
  readonly overview: OverviewAnswer;
  readonly lag: LagAnswer;
  readonly keys: KeysAnswer;
  readonly key: KeyAnswer;
  readonly 'key/record': RecordAnswer;
  readonly letters: LettersAnswer;
  readonly agents: AgentsAnswer;
}

const answerOf = async <T>(response: Response): Promise<T> => {
  if (response.status === 401) {
    throw new Error('The console has been started anew. Open it with the address that it has printed.');
  }
  const body: unknown = await response.json();
  if (response.ok) return body as T;
  const { problem, changed = false } = body as ProblemAnswer;
  throw Object.assign(new Error(problem), { changed });
};

/** True if an action was not carried out because it would do something else by now. */
export const hasChanged = (error: unknown): error is Error =>
  error instanceof Error && 'changed' in error && error.changed === true;

/** @throws Error in words for the operator. */
export const ask = async <Name extends keyof Answers>(
  name: Name,
  query: Readonly<Record<string, string>> = {},
): Promise<Answers[Name]> => {
  const search = new URLSearchParams(query).toString();
  const response = await reached(fetch(`/api/${name}${search === '' ? '' : `?${search}`}`));
  return answerOf<Answers[Name]>(response);
};

const send = async <T>(request: ActionRequest, csrf: string): Promise<T> => {
  const headers = { 'Content-Type': 'application/json', 'X-Sluice-Console': csrf };
  const body = JSON.stringify(request);
  return answerOf<T>(await reached(fetch('/api/actions', { method: 'POST', headers, body })));
};

/** @throws Error in words for the operator. */
export const planned = (request: ActionRequest, csrf: string): Promise<PlanAnswer> => send(request, csrf);

/** @throws Error in words for the operator. */
export const carriedOut = (request: Required<ActionRequest>, csrf: string): Promise<Outcome> => send(request, csrf);

const reached = async (response: Promise<Response>): Promise<Response> => {
  try {
    return await response;
  } catch (error) {
    throw new Error('The console does not answer. Does `sluice console` still run?', { cause: error });
  }
};
