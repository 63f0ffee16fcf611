import type { ChainOutcome } from '../../model/contract/effect-contract';
import type { PublishWork } from '../../model/contract/outbox-contract';
import type { Chain } from '../chain/chain';
import type { TurnHost } from './turn-host';

/** A record with its publishes. Without any, it counts as published as soon as those before it are. */
export interface PublishMember {
  readonly work: PublishWork | undefined;
  readonly bytes: number;
}

/**
 * Commits what the members publish, in order. A record is settled only when its publishes are in Kafka for every
 * `read_committed` reader to see. So the key's next turn waits for that, and a slow writer holds up those who publish
 * and nobody else.
 */
export const publishMembers = async (
  chain: Chain,
  members: readonly PublishMember[],
  host: TurnHost,
): Promise<ChainOutcome> => {
  let settled = 0;
  for (;;) {
    const publishing = members.flatMap(({ work }, index) =>
      index < settled || work === undefined ? [] : [{ work, index }],
    );
    const [first] = publishing;
    if (first === undefined) return { chain: chain.id, settled: members.length };
    const bytes = publishing.reduce((sum, { index }) => sum + (members[index]?.bytes ?? 0), 0);
    const asked = { chain: chain.id, records: publishing.map(({ work }) => work) };
    const outcome = await host.publishes.submit(asked, bytes);
    settled = publishing[outcome.settled]?.index ?? members.length;
    if (outcome.failure !== undefined || host.leaving) return { ...outcome, settled };
  }
};
