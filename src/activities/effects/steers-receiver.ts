import { headerId } from '../../config/destination/refused-header';

const oneOf = (names: readonly string[], around: (names: string) => string): RegExp =>
  new RegExp(around(`(?:${names.join('|')})`));

const STEERING = oneOf(
  [
    // whom the receiver takes for the caller
    '(?:x-)?(?:remote|webauth|consumer)(?:-.*)?',
    '(?:x-)?(?:ssl|client|tls)-(?:client|cert|verify|subject|issuer|s-dn|dn)(?:-.*)?',
    '(?:.+-)?(?:client|originating|connecting|real|peer|source)-?ips?',
    '(?:.+-)?client-?cert(?:ificate)?s?(?:-.*)?',
    'stripe-account',
    // what it is asked to do
    'x-(?:http-)?method(?:-override)?',
    // where it looks
    '(?:x-)?forwarded(?:-.*)?',
    'x-(?:original|rewrite|envoy-original)-.*',
    'x-(?:host|http-host-override)',
    'via',
    // how it reads the body, which is not the record's to say
    'content-(?:transfer-)?encoding',
  ],
  (names) => `^${names}$`,
);

/** Words by which any header may be one that says who calls, or proves it. */
const PROOFS = oneOf(
  [
    '[^-]*tokens?',
    '[^-]*secrets?',
    'pass(?:word|wd|code|phrase)s?',
    '(?:api|auth|access|admin|app|application|client|functions?|master|private|service|subscription)-?keys?',
    '(?:o?auth(?:[nz]|2)?|authenti[^-]+|authori[sz](?:ation|ed))',
    '(?:jwt|jws|saml|oidc|dpop|csrf|xsrf)',
    '(?:assertion|credential|principal|cookie2?|identit(?:y|ie)|login)s?',
    '(?:impersonat[^-]*|sudo|runas|run-as|act-as|behalf)',
  ],
  (names) => `(?:^|-)${names}(?:-|$)`,
);

/** Words that a record has headers of its own with: behind `X-` they are what proxies and services use for callers. */
const CALLERS = oneOf(
  [
    'users?(?:id|name|info|data|mail|email|roles?|groups?)?',
    'e?mails?',
    '(?:role|group|scope|session|subject|account|member|cert|certificate)s?',
    '(?:tenant|org|organi[sz]ation|session|account)(?:id)?',
    '(?:consumer|dn|upn)',
    '(?:caller(?:-?id)?|client-?id|admin(?:istrator)?s?)',
  ],
  (names) => `^x-(?:.*-)?${names}(?:-|$)`,
);

/** The attributes of a CloudEvent say something about the event, whatever they are called. */
const ATTRIBUTE = /^ce-[a-z0-9]+$/;
/** So do parts of them, as far as no receiver takes them for an address. */
const OF_EVENT = /^ce-/;
/** No receiver that trusts a header has a longer name for it. Patterns are matched for each record. */
const LONGEST_NAME = 256;

/**
 * True for headers by which receivers, or proxies before them, take another caller, method or address than the request
 * has, and for endless ones: a record may bring them only where the route names them in full. No list of them is
 * complete.
 */
export const steersReceiver = (name: string): boolean => {
  if (name.length > LONGEST_NAME) return true;
  const id = headerId(name);
  if (ATTRIBUTE.test(id)) return false;
  if (STEERING.test(id)) return true;
  return !OF_EVENT.test(id) && (PROOFS.test(id) || CALLERS.test(id));
};
