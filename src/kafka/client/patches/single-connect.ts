// In kafkajs, requests that meet a dropped connection at the same time each open a socket; all but the last are never
// closed, and answers to requests sent on them reach nobody.
import ConnectionPool from 'kafkajs/src/network/connectionPool';

interface Connection {
  isConnected(): boolean;
  connect(): Promise<unknown>;
}

export interface PatchedConnectionPool {
  readonly pool: readonly Connection[];
  getConnection: (this: PatchedConnectionPool, index?: number) => Promise<Connection>;
}

export const patchSingleConnect = (): void => {
  const connecting = new WeakMap<Connection, Promise<unknown>>();
  const original = ConnectionPool.prototype.getConnection;
  ConnectionPool.prototype.getConnection = async function (index = 0) {
    const connection = this.pool[index];
    if (connection === undefined || connection.isConnected()) return original.call(this, index);
    let attempt = connecting.get(connection);
    if (attempt === undefined) {
      attempt = connection.connect().finally(() => connecting.delete(connection));
      connecting.set(connection, attempt);
    }
    await attempt;
    return connection;
  };
};
