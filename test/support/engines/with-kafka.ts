import { type EngineHandle, startKafka } from '../../../src/engines';
import { withTemporaryDirectory } from '../with-temporary-directory';

/** Gives `body` a Kafka of its own to kill, suspend and restart; afterwards stops it and removes its data. */
export const withKafka = <T>(body: (kafka: EngineHandle) => Promise<T>): Promise<T> =>
  withTemporaryDirectory(async (dataDirectory) => {
    const kafka = await startKafka({ dataDirectory, own: true });
    try {
      return await body(kafka);
    } finally {
      await kafka.stop();
    }
  });
