import type { RejectRequest } from '../../../src/model/contract/effect-contract';

/** A record that a destination refused for good, as its letter is asked for. */
export const REFUSED_TRANSFER: RejectRequest = {
  gateway: 'bank',
  route: 'transfers',
  chain: 'k',
  stream: { id: 'stream_1', topic: 'transfers' },
  position: { partition: 3, leaderEpoch: 2, offset: '17' },
  failure: { code: 'http-status', message: 'HTTP 422: no', status: 422, step: 'deliver', destination: 'ledger' },
  attempts: 2,
};
