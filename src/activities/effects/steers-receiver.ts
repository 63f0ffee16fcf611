import { headerId } from '../../config/destination/refused-header';

const STEERING = new RegExp(
  `^(?:${[
    // whom the receiver takes for the caller
    'authorization',
    'cookie2?',
    'dpop',
    '(?:x-)?(?:api|auth|access|session|vault|csrf|xsrf|id|amz-security)-(?:key|token)',
    '(?:x-)?(?:remote|authenticated|auth-request|webauth|consumer|credential|ms-client-principal|goog-authenticated)(?:-.*)?',
    '(?:x-)?(?:ssl|client|tls)-(?:client|cert|verify|subject|issuer|s-dn|dn)(?:-.*)?',
    'x-(?:client|real|cluster-client)-ip',
    '(?:true|cf-connecting|fastly-client)-(?:client-)?ip',
    // what it is asked to do
    'x-(?:http-)?method(?:-override)?',
    // where it looks
    '(?:x-)?forwarded(?:-.*)?',
    'x-(?:original|rewrite|envoy-original)-.*',
    'x-(?:host|http-host-override)',
    'via',
  ].join('|')})$`,
);

/**
 * True for headers by which receivers, or proxies before them, take another caller, method or address than the request
 * has: a record may bring them only where the route names them in full. No list of them is complete.
 */
export const steersReceiver = (name: string): boolean => STEERING.test(headerId(name));
