// Patches kafkajs where it would lose or mix up records; see the other files of this folder. The patches reach into its
// internals, so the version is pinned and any other is refused.
import { version } from 'kafkajs/package.json';
import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup';
import { GatewayError } from '../../../errors';
import { patchFetchDecoding } from './fetch-decoding';
import { patchGroupHooks } from './group-hooks';
import { patchOffsetReset } from './offset-reset';
import { patchRequestQueue } from './request-queue';
import { patchSingleConnect } from './single-connect';

const PATCHED_VERSION = '2.2.4';

/** @throws GatewayError `kafka-version` if the installed kafkajs is not the one the patches were written for. */
export const assertKafkajsVersion = (installed: string): void => {
  if (installed === PATCHED_VERSION) return;
  throw new GatewayError(
    'kafka-version',
    `Expected kafkajs ${PATCHED_VERSION}, got ${installed}: its internals are patched and may differ. ` +
      `Install kafkajs@${PATCHED_VERSION} exactly, and look for an "overrides" entry that changes it.`,
  );
};

/** Two copies of Sluice in one process share kafkajs; patching it twice would run every hook twice. */
const PATCHED = Symbol.for('sluice.kafkajs.patched');

/** Patches kafkajs once per process; later calls do nothing. */
export const patchKafkajs = (): void => {
  assertKafkajsVersion(version);
  if (PATCHED in ConsumerGroup.prototype) return;
  Object.defineProperty(ConsumerGroup.prototype, PATCHED, { value: true });
  patchFetchDecoding();
  patchGroupHooks();
  patchOffsetReset();
  patchRequestQueue();
  patchSingleConnect();
};
