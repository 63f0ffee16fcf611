// Dead letters that come back. An operator's command may send a letter twice: after a time-out, or when it was killed
// before it could note in the topic what it had done. So the workflow remembers the letters that it took.
import { ApplicationFailure } from '@temporalio/common';
import type { Hosting } from '../../model/contract/contract';
import {
  MAX_REDRIVEN,
  REDRIVE_FULL,
  REDRIVE_QUERY,
  REDRIVE_UPDATE,
  type RedriveAnswer,
  type RedriveLetter,
  type RedrivePlace,
  type RedrivenEntry,
} from '../../model/contract/redrive';
import { MAX_REDRIVEN_BYTES, RedrivenRoom } from '../../model/records/redriven-room';
import { isRedriveRequest } from '../../model/wire/key-inputs';
import { isListOf, isText } from '../../model/wire/plain-shapes';
import { laneOf } from '../../model/names/workflow-id';
import type { Chain } from '../chain/chain';
import type { MutableCounters } from './counters';
import { refused } from '../chain/commandable';
import type { HostedChains } from './hosted-chains';
import { assertInTime } from '../wire/assert-in-time';
import { onQuery, onUpdate } from '../wire/checked-handlers';
import { enterRedriven, redrivePlace } from '../chain/redrive-place';

/** Each takes 25 carried bytes. A command notes taken letters in the topic long before so many are sent again. */
const REMEMBERED = 1_024;

/** What a redrive may use of the host. */
export interface RedriveHost {
  readonly hosting: Hosting;
  readonly chains: HostedChains;
  wake(chain: Chain): void;
  readonly counters: MutableCounters;
}

export class Redrives {
  private readonly taken: Set<string>;

  constructor(carried: readonly string[] = []) {
    this.taken = new Set(carried);
  }

  /** Letters taken, oldest first. */
  carry(): { readonly redriven?: readonly string[] } {
    return this.taken.size === 0 ? {} : { redriven: Array.from(this.taken) };
  }

  listen(host: RedriveHost): void {
    onUpdate(REDRIVE_UPDATE, isRedriveRequest, {
      validate: (request) => {
        assertInTime(request);
        this.validate(host, request.letters);
      },
      act: ({ letters }) => this.take(host, letters),
    });
    onQuery(REDRIVE_QUERY, areTexts, (chains): readonly RedrivePlace[] =>
      chains.map((chain) => redrivePlace(host.chains.all.get(chain))),
    );
  }

  private validate({ hosting, chains }: RedriveHost, letters: readonly RedriveLetter[]): void {
    const stray = letters.find(({ chain }) => !hosts(hosting, chain));
    if (stray !== undefined) throw refused(`Key ${stray.chain} is not one of this workflow.`);
    const fresh = letters.filter(({ id }) => !this.taken.has(id));
    if (fresh.length === 0) return;
    const waiting = waitingRedriven(chains.all.values());
    const room = new RedrivenRoom();
    if ([...waiting, ...fresh].every((one) => room.take(one))) return;
    const message = `${waiting.length} redriven records already wait in this workflow, which takes at most ${MAX_REDRIVEN} and ${MAX_REDRIVEN_BYTES} bytes.`;
    throw ApplicationFailure.nonRetryable(message, REDRIVE_FULL);
  }

  private take(host: RedriveHost, letters: readonly RedriveLetter[]): RedriveAnswer {
    const places = new Map<Chain, RedrivePlace>();
    const answer = letters.map(({ id, chain: name, key, stream, position, redriven }) => {
      if (this.taken.has(id)) return 'known';
      this.remember(id);
      const chain = host.chains.hosted(name, key);
      if (chain === undefined) throw refused(`Key ${name} is not one of this workflow.`);
      const place = places.get(chain) ?? redrivePlace(chain);
      places.set(chain, place);
      enterRedriven(chain, { stream, position, bytes: 0, redriven }, place);
      return place;
    });
    const taken = answer.filter((place) => place !== 'known').length;
    host.counters.redriven = (host.counters.redriven ?? 0) + taken;
    // Only now may chains move, because all their letters stand in order.
    for (const chain of places.keys()) host.wake(chain);
    return answer;
  }

  private remember(id: string): void {
    this.taken.add(id);
    if (this.taken.size <= REMEMBERED) return;
    for (const oldest of this.taken) {
      this.taken.delete(oldest);
      return;
    }
  }
}

const areTexts = (value: unknown): value is readonly string[] => isListOf(value, isText);

const hosts = (hosting: Hosting, chain: string): boolean =>
  hosting.kind === 'key' ? hosting.chain === chain : laneOf(chain, hosting.of) === hosting.lane;

const waitingRedriven = (chains: Iterable<Chain>): readonly RedrivenEntry[] =>
  Array.from(chains).flatMap(({ inbox }) =>
    inbox
      .peek(inbox.size)
      .flatMap(({ stream, position, redriven }) => (redriven === undefined ? [] : [{ stream, position, redriven }])),
  );
