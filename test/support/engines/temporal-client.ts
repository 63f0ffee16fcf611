import { Client, Connection } from '@temporalio/client';
import { engineAddress } from '../../../harness/engine-address';

/** Gives `body` a client of the shared Temporal, or of the one at `address`. */
export const withTemporalClient = async <T>(
  body: (client: Client) => Promise<T>,
  address = engineAddress('temporal'),
): Promise<T> => {
  const connection = await Connection.connect({ address });
  try {
    return await body(new Client({ connection }));
  } finally {
    await connection.close();
  }
};
