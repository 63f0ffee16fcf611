import { HttpPoll } from '../../../../src/activities/polls/http-poll';
import type { PollContext, PollResult } from '../../../../src/config/agent/poll-source';
import type { HttpPollDefinition } from '../../../../src/config/agent/http-poll-definition';
import type { EffectRequest } from '../../../../src/model/contract/effect-contract';
import type { EffectResponse } from '../../../../src/model/contract/effect-response';
import { httpPollOptions } from './http-poll-options';

export type Answer = (request: EffectRequest) => Partial<EffectResponse>;

const MOST_PAGES = 500;

/** An agent that keeps its cursor, as poll agents do. */
export class PollingAgent {
  readonly requests: EffectRequest[] = [];
  readonly ids: (string | undefined)[] = [];
  cursor: unknown;
  /** What refuses the next calls, in their order. */
  refusals: (Error | undefined)[] = [];
  private readonly source: HttpPoll;

  constructor(
    given: Omit<HttpPollDefinition, 'destination'>,
    private readonly answer: Answer,
    /** What decides whether a poll looks at the first page again: by default none does. */
    chance = (): number => 1,
  ) {
    this.source = new HttpPoll(httpPollOptions({ id: 'id', ...given }), chance);
  }

  /** One page. `crash`: its records are not published, and the cursor stays. */
  async page({ crash = false } = {}): Promise<PollResult> {
    const call: PollContext['call'] = async (_destination, request, { accept = [] } = {}) => {
      this.requests.push(request);
      const refusal = this.refusals.shift();
      if (refusal !== undefined) return Promise.reject(refusal);
      const response = { status: 200, headers: {}, data: null, ...this.answer(request) };
      if (Math.floor(response.status / 100) === 2 || accept.includes(response.status)) return Promise.resolve(response);
      const failed = { status: response.status, terminal: response.status < 500 };
      return Promise.reject(Object.assign(new Error(`HTTP ${response.status}`), failed));
    };
    const signal = new AbortController().signal;
    const result = await this.source.poll(this.cursor, { agent: 'a', parameters: {}, signal, call });
    if (crash) return result;
    this.ids.push(...result.records.map(({ id }) => id));
    // A history holds JSON.
    if (result.cursor !== undefined) this.cursor = JSON.parse(JSON.stringify(result.cursor));
    if (result.failure !== undefined) throw result.failure;
    return result;
  }

  /** Pages until the source says that this is all; the number of them. */
  async poll(): Promise<number> {
    for (let pages = 1; ; pages += 1) {
      const { more } = await this.page();
      if (more !== true) return pages;
      if (pages === 50) throw new Error('No end in sight.');
    }
  }

  /** Pages until the source says that this is all, or fails; the failure. */
  async untilRest(): Promise<Error | undefined> {
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      try {
        const { more } = await this.page();
        if (more !== true) return undefined;
      } catch (error) {
        return error as Error;
      }
    }
    throw new Error('A walk without an end.');
  }

  get last(): EffectRequest | undefined {
    return this.requests.at(-1);
  }
}
