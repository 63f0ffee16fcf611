// Declares the deep imports into kafkajs 2.2.4. Only this folder and TrackedSockets use them.
/* eslint-disable @typescript-eslint/consistent-type-imports -- an ambient module cannot import a relative one */
declare module 'kafkajs/package.json' {
  export const version: string;
}

declare module 'kafkajs/src/consumer/consumerGroup' {
  const ConsumerGroup: { readonly prototype: import('./group-hooks').PatchedConsumerGroup };
  export = ConsumerGroup;
}

declare module 'kafkajs/src/consumer/offsetManager' {
  const OffsetManager: { readonly prototype: import('./offset-reset').PatchedOffsetManager };
  export = OffsetManager;
}

declare module 'kafkajs/src/network/requestQueue' {
  const RequestQueue: { readonly prototype: import('./request-queue').PatchedRequestQueue };
  export = RequestQueue;
}

declare module 'kafkajs/src/protocol/requests/fetch' {
  const fetch: import('./fetch-decoding').FetchDefinition;
  export = fetch;
}

declare module 'kafkajs/src/network/socketFactory' {
  const createSocketFactory: () => import('kafkajs').ISocketFactory;
  export = createSocketFactory;
}

declare module 'kafkajs/src/network/connectionPool' {
  const ConnectionPool: { readonly prototype: import('./single-connect').PatchedConnectionPool };
  export = ConnectionPool;
}
