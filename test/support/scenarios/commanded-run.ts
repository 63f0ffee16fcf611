import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EffectRecorder } from '../../../harness/effect-recorder';
import { eventually } from '../../../harness/eventually';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import type { CliAnswer } from '../gateway/run-cli';

const KEY = 'stopped';
/** A busy machine needs seconds to begin a workflow. */
const STOP_MS = 20_000;

interface Parts {
  readonly api: EffectRecorder;
  readonly topic: KafkaTopic;
  readonly letters: KafkaTopic;
  readonly route: string;
  readonly lanes: number;
  readonly directory: string;
  cli(...args: readonly string[]): Promise<CliAnswer>;
}

interface Told {
  readonly seq: number;
  readonly idempotencyKey: string;
}

/**
 * A run in which an operator edits a record, redrives a dead letter with another value, and pauses a key of the same
 * lane. Then a condition of a handler throws, which fails each task of the workflow; it would not in a run that begins
 * later.
 */
export class CommandedRun {
  /** Until then a run that begins is stopped as well. */
  stopsUntil = 0;
  private before: readonly Told[] = [];

  constructor(private readonly parts: Parts) {}

  /** What the API was told of the key since the run was stopped. */
  get toldSince(): readonly Told[] {
    return this.told.slice(this.before.length);
  }

  /** Of these, what it was told before under the same idempotency key. */
  get toldAgain(): readonly number[] {
    const keys = new Set(this.before.map(({ idempotencyKey }) => idempotencyKey));
    return this.toldSince.filter(({ idempotencyKey }) => keys.has(idempotencyKey)).map(({ seq }) => seq);
  }

  async stop(): Promise<void> {
    const { api, letters, directory, route, lanes } = this.parts;
    api.react = ({ body }) => ({ status: body.includes('"stopped","seq":0') ? 422 : 200 });
    await this.produce(0);
    await eventually(async () => {
      expect((await letters.endOffsets())[0]).toBe(1n);
    });
    if (lanes > 0) await this.does('keys', 'pause', '-r', route, '-k', 'resting');
    await this.does('keys', 'pause', '-r', route, '-k', KEY);
    await this.produce(1);
    await eventually(() => this.does('keys', 'edit', '-r', route, '-k', KEY, '--value', valueOf(100)));
    await this.does('keys', 'resume', '-r', route, '-k', KEY);
    await this.isTold(100);
    const file = path.join(directory, 'redriven.json');
    await writeFile(file, valueOf(50));
    // While the API is at work on a record, the one that stops the run waits behind it, and the letter behind that one.
    let answer = (): void => undefined;
    api.held = new Promise((resolve) => (answer = resolve));
    await this.produce(2);
    await this.isTold(2);
    api.held = undefined;
    this.stopsUntil = Date.now() + STOP_MS;
    await this.produce(3, { stopIfBefore: this.stopsUntil });
    await this.does('dead-letters', 'redrive', '-r', route, '--letter', '0/0', '--edit', file);
    answer();
  }

  /** The API takes everything from now on, when nothing is told any more. */
  stopped(): void {
    this.before = this.told;
    this.parts.api.react = () => ({ status: 200 });
  }

  private get told(): readonly Told[] {
    return this.parts.api.calls
      .filter(({ body }) => body.includes(`"${KEY}"`))
      .map(({ body, idempotencyKey }) => ({ ...(JSON.parse(body.toString()) as { seq: number }), idempotencyKey }));
  }

  private async produce(seq: number, more: object = {}): Promise<void> {
    await this.parts.topic.produce([{ key: KEY, value: valueOf(seq, more) }]);
  }

  private async isTold(seq: number): Promise<void> {
    await eventually(() => {
      expect(this.told.map((one) => one.seq)).toContain(seq);
    });
  }

  private async does(...args: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await this.parts.cli(...args);
    expect([code, stdout + stderr]).toEqual([0, expect.anything()]);
  }
}

const valueOf = (seq: number, more: object = {}): string => JSON.stringify({ key: KEY, seq, ...more });
