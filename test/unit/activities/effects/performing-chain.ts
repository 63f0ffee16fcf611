import type { Destination } from '../../../../src/activities/destinations/call/destination';
import type { ChainEnvironment } from '../../../../src/activities/effects/chain-environment';
import { ReferenceReader } from '../../../../src/activities/effects/reference-reader';
import { ReplyBudget } from '../../../../src/activities/effects/reply-budget';
import type { RecordWork } from '../../../../src/model/contract/effect-contract';
import type { WireRecord } from '../../../../src/model/contract/record';
import { NO_SPANS } from '../../../../src/telemetry/spans';
import { retry } from '../retry';

export const stream = { id: 's', topic: 't' };
export const record: WireRecord = {
  partition: 0,
  leaderEpoch: 0,
  offset: '7',
  key: 'k',
  timestamp: 0,
  value: { text: 'v' },
};

/** The environment of a chain whose route delivers to `api`. */
export const environmentOf = (api: Partial<Destination>, more: Partial<ChainEnvironment> = {}): ChainEnvironment => ({
  gateway: 'g',
  spans: NO_SPANS,
  route: { deliver: { to: 'api', method: 'POST', path: '/', headers: {} } } as unknown as ChainEnvironment['route'],
  destinations: new Map([['api', { retry: retry(), ...api } as unknown as Destination]]),
  references: new ReferenceReader('main', () => Promise.resolve([{ record }])),
  callbackLinks: undefined,
  workflowId: 'w',
  replies: new ReplyBudget(),
  ledger: { keep: 0, exported: false, unseen: false },
  lostSince: undefined,
  signal: new AbortController().signal,
  mustStop: () => false,
  ...more,
});
/** A record whose payload is read back. */
export const reference = (offset: string): RecordWork => ({
  stream,
  position: { partition: 0, leaderEpoch: 0, offset },
  sequence: 1,
});
