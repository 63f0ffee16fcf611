import { type EngineHandle, startTemporal } from '../../../src/engines';
import { withTemporaryDirectory } from '../with-temporary-directory';

/** A Temporal of its own for `body`, which may kill, suspend and restart it. Stopped and its data removed afterwards. */
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
