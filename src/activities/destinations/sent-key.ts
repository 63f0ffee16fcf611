import { v5 as uuidV5 } from 'uuid';
import type { ResolvedDestination } from '../../config/gateway/resolved';

/** Namespace of the UUID form of idempotency keys. NEVER CHANGE: receivers would take old effects for new ones. */
const KEY_NAMESPACE = '5b0e3f36-6f0e-5f0c-9a44-0d8d5c1f7a21';

/** An idempotency key in the form in which a destination sends it. */
export const sentKey = (destination: ResolvedDestination | undefined, idempotencyKey: string): string =>
  destination?.kind === 'http' && destination.idempotencyKeyFormat === 'uuid'
    ? uuidV5(idempotencyKey, KEY_NAMESPACE)
    : idempotencyKey;
