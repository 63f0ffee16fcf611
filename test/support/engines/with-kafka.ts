import { type EngineHandle, startKafka } from '../../../src/engines';
import { withTemporaryDirectory } from '../with-temporary-directory';

/** A Kafka of its own for `body`, which may kill, suspend and restart it. Stopped and its data removed afterwards. */
export const withKafka = <T>(body: (kafka: EngineHandle) => Promise<T>): Promise<T> =>
  withTemporaryDirectory(async (dataDirectory) => {
    const kafka = await startKafka({ dataDirectory, own: true });
    try {
      return await body(kafka);
    } finally {
      await kafka.stop();
    }
  });
