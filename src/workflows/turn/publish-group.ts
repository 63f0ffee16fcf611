import type { ChainOutcome } from '../../model/contract/effect-contract';
import type { PublishWork } from '../../model/contract/outbox-contract';
import type { Chain } from '../chain/chain';
import type { TurnHost } from './turn-host';

/** A record with what it publishes; without, it is published as soon as those before it are. */
export interface PublishMember {
  readonly work: PublishWork | undefined;
  readonly bytes: number;
}

/**
 * Has what the members publish committed in order. A record that publishes is settled when what it publishes is in
 * Kafka, for every `read_committed` reader to see: not before, so that the key's next turn waits for it, and a writer
 * that is behind holds up those who publish and nobody else.
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
