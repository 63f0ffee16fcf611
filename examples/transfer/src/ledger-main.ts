// The ledger as a program. Variables: PORT (8090), HOST (127.0.0.1) and LEDGER_JOURNAL (a file; without it, memory).
import { LedgerApi } from './ledger-api';

const main = async (): Promise<void> => {
  const port = Number(process.env['PORT'] ?? '8090');
  if (!Number.isSafeInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT: expected a port number, got ${String(process.env['PORT'])}`);
  }
  const host = process.env['HOST'] ?? '127.0.0.1';
  const journal = process.env['LEDGER_JOURNAL'];
  const api = await LedgerApi.start({ port, host, ...(journal === undefined ? {} : { journal }) });
  console.log(`ledger listens on http://${host}:${api.port}, total ${api.ledger.summary().total}`);
  const stop = (): void => {
    void api.close();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
