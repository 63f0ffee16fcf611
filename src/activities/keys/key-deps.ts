import type { ResolvedRoute } from '../../config/route/resolved-route';
import type { Log } from '../../log';
import type { CommittedOffsets } from '../../model/positions/committed-offsets';
import type { ShelveAnswer, ShelvedRun } from '../../model/contract/shelf-contract';

/** What the activities of idle keys need from outside. */
export interface KeyDeps {
  readonly routes: readonly ResolvedRoute[];
  committedOffsets(route: ResolvedRoute): Promise<CommittedOffsets>;
  readonly putOnShelf: (run: ShelvedRun) => Promise<ShelveAnswer>;
  readonly log: Pick<Log, 'warn'>;
}
