import { type EngineHandle, startTemporal } from '../../../src/engines';
import { withTemporaryDirectory } from '../with-temporary-directory';

/** Gives `body` a Temporal of its own to kill, suspend and restart; afterwards stops it and removes its data. */
export const withTemporal = <T>(
  body: (temporal: EngineHandle) => Promise<T>,
  dynamicConfig: Readonly<Record<string, string>> = {},
): Promise<T> =>
  withTemporaryDirectory(async (dataDirectory) => {
    const temporal = await startTemporal({ dataDirectory, dynamicConfig });
    try {
      return await body(temporal);
    } finally {
      await temporal.stop();
    }
  });
