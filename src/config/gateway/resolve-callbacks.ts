import type { ParsedCallbacks } from './callbacks-schema';
import type { Environment } from '../connections/environment';
import type { Files } from '../connections/files';
import type { ResolvedCallbacks } from './resolved';
import { readSecret } from '../destination/secret-value';

/** Only called once all problems are out of the way: a secret that is missing here cannot be. */
export const resolvedCallbacks = (
  { listen, publicUrl, secret, maxBodyBytes, acceptLate }: ParsedCallbacks,
  env: Environment,
  files: Files,
): ResolvedCallbacks => {
  const secrets = [secret].flat().map(({ secretFrom }) => {
    const read = readSecret(secretFrom, env, files);
    return 'value' in read ? read.value : '';
  });
  // As the URL parser writes it: nothing in it then needs escapes inside JSON.
  return { ...listen, publicUrl: new URL(publicUrl).href, secrets, maxBodyBytes, acceptLateMs: acceptLate };
};
