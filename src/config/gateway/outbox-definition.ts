// What a user writes about publishing into Kafka.
export interface PublishDefinition {
  /** Topic to publish to. */
  readonly to: string;
  /** Key of the published record, filled in like `deliver.path` but not encoded: `'{value.customer}'`. @default the record's own key */
  readonly key?: string;
  /** Field of the value to publish: `'value.order'`. @default the whole value */
  readonly value?: string;
  /** Headers of the published record, filled in like `key`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Copy the headers of the record. @default true */
  readonly copyHeaders?: boolean;
}

/** Publishing into Kafka. */
export interface OutboxDefinition {
  /** `at-least-once` is cheaper and may write a record twice, with the same `sluice.id` header. @default 'exactly-once' */
  readonly mode?: 'exactly-once' | 'at-least-once';
  /** Number of writers that share the keys; each publishes thousands of records a second. It can be changed at any time. @default 2 */
  readonly writers?: number;
  /** Topic on which the writers commit their sequence. It has no records, and Sluice makes it if it is missing. @default `<gateway name>.outbox` */
  readonly sequenceTopic?: string;
  /** How values of these topics are written. */
  readonly topics?: Readonly<Record<string, OutboxTopicDefinition>>;
}

export interface OutboxTopicDefinition {
  /** @default 'json'; for a `publish` route, as the route reads values */
  readonly value?: 'json' | 'string' | 'bytes';
}
