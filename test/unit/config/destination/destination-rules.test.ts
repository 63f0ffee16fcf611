import { secret } from '../../../../src/config/environment/secret';
import { ledger, validDefinition, withOption } from '../config-source';
import { testRules } from '../rules';

const NAME = "a name of 1 to 40 characters of a-z, 0-9 and '-'";

testRules([
  [
    'an unknown option that is near a known one',
    withOption('gracePeriods', '1s'),
    'gracePeriods: got an unknown option, expected one of name, workflows, kafka, temporal, destinations, routes, agents, callbacks, metrics, tracing, bridge, worker, outbox, ledger, gracePeriod (did you mean gracePeriod?)',
  ],
  [
    'an unknown option inside a union',
    ledger({ timout: '1s' }),
    'destinations.ledger.timout: got an unknown option, expected one of baseUrl, headers, timeout, concurrency, rate, breaker, retry, credentialsRefused, credentialsDoubted, onTerminal, idempotencyWindow, idempotencyHeader, idempotencyKeyFormat, tokenHeader, maxResponseBytes, redirects, echoedSecrets, proxy, call (did you mean timeout?)',
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
    'headers of the framing and of the connection',
    ledger({ headers: { 'content-length': '4', Transfer_Encoding: 'chunked', 'Proxy-Authorization': 'x', TE: 'x' } }),
    [
      'destinations.ledger.headers.content-length: got a header that says where the request ends, which only the gateway can say, expected only headers that a request may set',
      'destinations.ledger.headers.Transfer_Encoding: got a header that says where the request ends, which only the gateway can say, expected only headers that a request may set',
      'destinations.ledger.headers.Proxy-Authorization: got a header that belongs to the connection and not to the request, expected only headers that a request may set',
      'destinations.ledger.headers.TE: got a header that belongs to the connection and not to the request, expected only headers that a request may set',
    ],
  ],
  ['a destination that names its host', ledger({ headers: { Host: 'ledger.internal' } }), []],
  [
    'a variable in a header of a destination',
    ledger({ headers: { 'X-Trace': 'x{header.traceparent}' } }),
    'destinations.ledger.headers.X-Trace: got "{header.traceparent}", expected no variables: the headers of a destination are the same in every call (deliver.headers has them)',
  ],
  [
    'an idempotency header that has another meaning',
    ledger({ idempotencyHeader: 'content-type', tokenHeader: 'Content-Length' }),
    [
      'destinations.ledger.idempotencyHeader: got "content-type", which says what the body is, expected a header of its own',
      'destinations.ledger.tokenHeader: got "Content-Length", which says where the request ends, which only the gateway can say, expected a header of its own',
    ],
  ],
  [
    'a header value with a line break, which is not shown',
    ledger({ headers: { 'X-A': 'Bearer abc\nX-B: 1' } }),
    "destinations.ledger.headers.X-A: got a value that is not shown here, expected a header value (Latin-1 text without control characters), or secret('VARIABLE')",
  ],
  [
    'an illegal name for the idempotency header',
    ledger({ idempotencyHeader: 'Idempotency Key' }),
    `destinations.ledger.idempotencyHeader: got "Idempotency Key", expected a header name such as 'X-Request-Id'`,
  ],
  [
    'one header for key and token',
    ledger({ tokenHeader: 'idempotency-key' }),
    'destinations.ledger.tokenHeader: got "idempotency-key", expected a header other than idempotencyHeader',
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
    "destinations.ledger.timeout: got \"6m\", expected a duration from '1ms' to '5m' such as '10s' or '2m'",
  ],
  [
    'a timeout without a unit',
    ledger({ timeout: '10' }),
    "destinations.ledger.timeout: got \"10\", expected a duration from '1ms' to '5m' such as '10s' or '2m'",
  ],
  [
    'a timeout that is a number',
    ledger({ timeout: 10 }),
    "destinations.ledger.timeout: got 10, expected a duration from '1ms' to '5m' such as '10s' or '2m'",
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
    'a jitter of more than all of the wait',
    ledger({ retry: { jitter: 1.5 } }),
    'destinations.ledger.retry.jitter: got 1.5, expected a number from 0 to 1',
  ],
  [
    'a status that is no failure',
    ledger({ retry: { statuses: [204] } }),
    "destinations.ledger.retry.statuses[0]: got 204, expected a status from 300 to 599, a class such as '5xx' or a range such as '502-504'",
  ],
  [
    'a class of statuses that there is not',
    ledger({ retry: { statuses: ['6xx'] } }),
    `destinations.ledger.retry.statuses[0]: got "6xx", expected a status from 300 to 599, a class such as '5xx' or a range such as '502-504'`,
  ],
  [
    'a range of statuses that ends before it begins',
    ledger({ retry: { statuses: ['504-502'] } }),
    'destinations.ledger.retry.statuses: got "504-502", expected a range from the lower status to the higher',
  ],
  [
    'error codes that are none',
    ledger({ retry: { errors: 'some' } }),
    `destinations.ledger.retry.errors: got "some", expected 'all' or a list of error codes such as 'ECONNRESET' or 'timeout'`,
  ],
  [
    'a rate of nothing',
    ledger({ rate: { perSecond: 0 } }),
    'destinations.ledger.rate.perSecond: got 0, expected a number from 0.01 to 100000',
  ],
  [
    'a burst without a rate',
    ledger({ rate: { burst: 5 } }),
    'destinations.ledger.rate.perSecond: got nothing, expected a number from 0.01 to 100000',
  ],
  [
    'a breaker that is switched on by a word',
    ledger({ breaker: true }),
    'destinations.ledger.breaker: got true, expected false, or an object of failureRatio, minimumCalls, window, openFor, probes',
  ],
  [
    'an unknown option of a breaker',
    ledger({ breaker: { treshold: 1 } }),
    'destinations.ledger.breaker.treshold: got an unknown option, expected one of failureRatio, minimumCalls, window, openFor, probes',
  ],
  [
    'an option of a destination in code that is out of bounds',
    withOption('destinations.ledger', { call: () => Promise.resolve(), concurrency: 0 }),
    'destinations.ledger.concurrency: got 0, expected an integer from 1 to 10000',
  ],
  [
    'an unknown option of a destination in code',
    withOption('destinations.ledger', { call: () => Promise.resolve(), timout: '1s' }),
    'destinations.ledger.timout: got an unknown option, expected one of baseUrl, headers, timeout, concurrency, rate, breaker, retry, credentialsRefused, credentialsDoubted, onTerminal, idempotencyWindow, idempotencyHeader, idempotencyKeyFormat, tokenHeader, maxResponseBytes, redirects, echoedSecrets, proxy, call (did you mean timeout?)',
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
