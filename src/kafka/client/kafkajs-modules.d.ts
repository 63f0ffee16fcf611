// Declares the deep imports into kafkajs 2.2.4. Only patches/ uses them.
/* eslint-disable @typescript-eslint/consistent-type-imports -- an ambient module cannot import a relative one */
declare module 'kafkajs/package.json' {
  export const version: string;
}

declare module 'kafkajs/src/consumer/consumerGroup' {
  const ConsumerGroup: { readonly prototype: import('./patches/group-hooks').PatchedConsumerGroup };
  export = ConsumerGroup;
}

declare module 'kafkajs/src/consumer/offsetManager' {
  const OffsetManager: { readonly prototype: import('./patches/offset-reset').PatchedOffsetManager };
  export = OffsetManager;
}

declare module 'kafkajs/src/network/requestQueue' {
  const RequestQueue: { readonly prototype: import('./patches/request-queue').PatchedRequestQueue };
  export = RequestQueue;
}

declare module 'kafkajs/src/protocol/requests/fetch' {
  const fetch: import('./patches/fetch-decoding').FetchDefinition;
  export = fetch;
}

declare module 'snappyjs' {
  export function uncompress(compressed: Buffer): Buffer;
}

declare module 'kafkajs/src/network/socketFactory' {
  const createSocketFactory: () => import('kafkajs').ISocketFactory;
  export = createSocketFactory;
}

declare module 'kafkajs/src/network/connectionPool' {
  const ConnectionPool: { readonly prototype: import('./patches/single-connect').PatchedConnectionPool };
  export = ConnectionPool;
}
