import { connect } from 'node:net';

const ANSWER_MS = 2_000;
const METADATA_KEY = 3;
const METADATA_VERSION = 1;
const CLIENT_ID = 'sluice-engines';

const metadataRequest = (): Buffer => {
  const client = Buffer.from(CLIENT_ID);
  const body = Buffer.alloc(4 + 8 + 2 + client.length + 4);
  let at = body.writeInt32BE(body.length - 4, 0);
  at = body.writeInt16BE(METADATA_KEY, at);
  at = body.writeInt16BE(METADATA_VERSION, at);
  at = body.writeInt32BE(1, at); // correlation id
  at = body.writeInt16BE(client.length, at);
  at += client.copy(body, at);
  body.writeInt32BE(0, at); // no topics
  return body;
};

/**
 * Resolves when the broker answers a metadata request with at least one broker that is ready to serve. Written by hand:
 * loading kafkajs here would come before the bridge patches it, and kafkajs binds the parts in question on load.
 */
export const kafkaReady = (host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let answer = Buffer.alloc(0);
    const settle = (error?: Error): void => {
      socket.destroy();
      if (error === undefined) resolve();
      else reject(error);
    };
    socket.setTimeout(ANSWER_MS, () => {
      settle(new Error(`no answer within ${ANSWER_MS} ms`));
    });
    socket.once('error', settle);
    socket.once('close', () => {
      settle(new Error('the broker closed the connection'));
    });
    socket.once('connect', () => socket.write(metadataRequest()));
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length < 12) return; // size, correlation id, number of brokers
      settle(answer.readInt32BE(8) > 0 ? undefined : new Error('the broker is not registered yet'));
    });
  });
