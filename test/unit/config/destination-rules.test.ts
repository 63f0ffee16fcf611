import { secret } from '../../../src/config/secret';
import { ledger, validDefinition, withOption } from './config-source';
import { testRules } from './rules';

const NAME = "a name of 1 to 40 characters of a-z, 0-9 and '-'";

testRules([
  [
    'an unknown option that is near a known one',
    withOption('gracePeriods', '1s'),
    'gracePeriods: got an unknown option, expected one of name, workflows, kafka, temporal, destinations, routes, callbacks, bridge, worker, gracePeriod (did you mean gracePeriod?)',
  ],
  [
    'an unknown option inside a union',
    ledger({ timout: '1s' }),
    'destinations.ledger.timout: got an unknown option, expected one of baseUrl, headers, timeout, concurrency, retry, idempotencyHeader, idempotencyKeyFormat, tokenHeader, maxResponseBytes, onTerminal (did you mean timeout?)',
  ],
  [
    'a destination name with a space',
    { ...validDefinition(), destinations: { ledger: { baseUrl: 'http://a.test' }, 'a b': () => Promise.resolve() } },
    `destinations["a b"]: got the name "a b", expected ${NAME}`,
  ],
  [
    'an illegal header name',
    ledger({ headers: { 'a b': 'c' } }),
    `destinations.ledger.headers["a b"]: got the name "a b", expected a header name such as 'X-Request-Id'`,
  ],
  [
    'a header twice in other letter case',
    ledger({ headers: { 'X-A': '1', 'x-a': '2' } }),
    'destinations.ledger.headers.x-a: got the header "x-a" twice, expected each header once',
  ],
  [
    'a header value with a line break, which is not shown',
    ledger({ headers: { 'X-A': 'Bearer abc\nX-B: 1' } }),
    "destinations.ledger.headers.X-A: got a value that is not shown here, expected a header value without line breaks, or secret('VARIABLE')",
  ],
  [
    'an illegal name for the idempotency header',
    ledger({ idempotencyHeader: 'Idempotency Key' }),
    `destinations.ledger.idempotencyHeader: got "Idempotency Key", expected a header name such as 'X-Request-Id'`,
  ],
  [
    'one header for key and token',
    ledger({ tokenHeader: 'idempotency-key' }),
    'destinations.ledger.tokenHeader: got "idempotency-key", expected another header than idempotencyHeader',
  ],
  [
    'a destination that is neither object nor function',
    withOption('destinations.ledger', 'http://a.test'),
    'destinations.ledger: got "http://a.test", expected an HTTP destination (an object with baseUrl) or a function',
  ],
  [
    'credentials in an address, which are not shown',
    ledger({ baseUrl: 'https://me:hunter2@a.test' }),
    'destinations.ledger.baseUrl: got "https://***@a.test", expected an http:// or https:// URL without credentials, query or fragment (put credentials in headers with secret(\'VARIABLE\'))',
  ],
  [
    'another protocol',
    ledger({ baseUrl: 'ftp://a.test' }),
    'destinations.ledger.baseUrl: got "ftp://a.test", expected an http:// or https:// URL without credentials, query or fragment (put credentials in headers with secret(\'VARIABLE\'))',
  ],
  [
    'a timeout over five minutes',
    ledger({ timeout: '6m' }),
    "destinations.ledger.timeout: got \"6m\", expected a duration from '1ms' to '5m' such as '500ms', '10s' or '2m'",
  ],
  [
    'a timeout without a unit',
    ledger({ timeout: '10' }),
    "destinations.ledger.timeout: got \"10\", expected a duration from '1ms' to '5m' such as '500ms', '10s' or '2m'",
  ],
  [
    'a timeout that is a number',
    ledger({ timeout: 10 }),
    "destinations.ledger.timeout: got 10, expected a duration from '1ms' to '5m' such as '500ms', '10s' or '2m'",
  ],
  [
    'a retry that ends before it begins',
    ledger({ retry: { initial: '2m' } }),
    'destinations.ledger.retry.maximum: got "1m", expected at least retry.initial ("2m")',
  ],
  [
    'a retry that grows smaller',
    ledger({ retry: { factor: 0.5 } }),
    'destinations.ledger.retry.factor: got 0.5, expected a number from 1 to 10',
  ],
  [
    'a secret that is not there',
    ledger({ headers: { Authorization: secret('LEDGER_TOKEN') } }),
    'destinations.ledger.headers.Authorization (LEDGER_TOKEN): got nothing, expected the secret in LEDGER_TOKEN or a file named by LEDGER_TOKEN_FILE',
  ],
  [
    'a secret in a file that is not there',
    ledger({ headers: { Authorization: secret('T') } }),
    "destinations.ledger.headers.Authorization (T): got T_FILE that cannot be read (ENOENT: no such file or directory, open '/run/t'), expected a file that holds the secret",
    { env: { T_FILE: '/run/t' } },
  ],
  [
    'a secret in an empty file',
    ledger({ headers: { Authorization: secret('T') } }),
    'destinations.ledger.headers.Authorization (T): got an empty file in T_FILE, expected a file that holds the secret',
    { env: { T_FILE: '/run/t' }, files: { '/run/t': '\n' } },
  ],
  [
    'a secret of several lines',
    ledger({ headers: { Authorization: secret('T') } }),
    'destinations.ledger.headers.Authorization (T): got a value that no header can carry, expected one line of plain text',
    { env: { T: 'a\nb' } },
  ],
]);
