import { patched } from '@temporalio/workflow';
import { jsonSize } from '../../model/json/json-size';
import type { Publish } from '../../model/contract/outbox-contract';
import { refusedAsJson } from '../turn/refused-as-json';
import { wireBytes, wireHeaders, wireValue } from '../../model/publish-wire';
import type { PublishRequest } from './record-context';
import { defined } from '../../model/defined';
import { assertPublish } from './assert-given';

const TOPIC = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/;
const STEP_NAME = /^[A-Za-z0-9_-]{1,64}$/;
/** A broker takes 1 MiB by default, key and headers included, while the ask and its history are JSON. */
const MAX_BYTES = 512 * 1024;
const MAX_TOTAL_BYTES = 1024 * 1024;
const MAX_PUBLISHES = 1_000;

/** Before this patch, `undefined` was published as a tombstone: a field that the record lacks deleted the key. */
const NO_VALUE = 'publish-no-value';

/** What one record publishes. It is checked at once, so that a mistake is the handler's error and undoes the record. */
export class PublishList {
  readonly all: Publish[] = [];
  private readonly steps = new Set<string>();
  private bytes = 0;

  add(topic: string, request: PublishRequest): void {
    assertPublish(topic, request);
    const publish = this.publishOf(topic, request);
    const size = jsonSize(JSON.stringify(publish));
    if (size > MAX_BYTES) {
      throw new Error(`A published record may have ${MAX_BYTES} bytes of JSON at most, got ${size}.`);
    }
    this.bytes += size;
    if (this.bytes > MAX_TOTAL_BYTES) {
      throw new Error(`What a record publishes may have ${MAX_TOTAL_BYTES} bytes of JSON together at most.`);
    }
    if (this.all.length >= MAX_PUBLISHES) throw new Error(`A record may publish ${MAX_PUBLISHES} at most.`);
    this.steps.add(publish.step);
    this.all.push(publish);
  }

  private publishOf(topic: string, { key, value, headers, partition, timestamp, step }: PublishRequest): Publish {
    if (!TOPIC.test(topic)) throw new Error(`Expected the name of a topic, got ${JSON.stringify(topic)}.`);
    if (partition !== undefined) whole('partition', partition);
    if (timestamp !== undefined) whole('timestamp', timestamp);
    if (value === undefined && patched(NO_VALUE)) {
      throw new Error('A published value is JSON, bytes, or null for a tombstone; got undefined.');
    }
    const wired = wireHeaders(headers ?? {});
    const wiredValue = wireValue(value);
    const refused =
      'json' in wiredValue ? refusedAsJson('A published value', value, JSON.stringify(wiredValue.json)) : undefined;
    if (refused !== undefined) throw new Error(refused);
    return {
      step: this.stepOf(step),
      topic,
      key: key === undefined || key === null ? null : wireBytes(key),
      value: wiredValue,
      ...(wired.length === 0 ? {} : { headers: wired }),
      ...defined({ partition, timestamp }),
    };
  }

  /** The prefix `publish.` keeps these steps apart from those of calls and of `publish` routes. */
  private stepOf(name: string | undefined): string {
    const given = name ?? String(this.all.length + 1);
    if (!STEP_NAME.test(given)) throw new Error(`Step ${JSON.stringify(given)}: expected 1-64 of [A-Za-z0-9_-].`);
    const step = `publish.${given}`;
    if (this.steps.has(step)) throw new Error(`Step ${JSON.stringify(given)} is published twice for one record.`);
    return step;
  }
}

const whole = (name: string, value: number): void => {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new Error(`${name}: expected a whole number from 0, got ${value}.`);
};
