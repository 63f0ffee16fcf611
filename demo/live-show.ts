// What goes on after the table, so that there is something to watch: a transfer a second, and keys to press.
import { setTimeout as wait } from 'node:timers/promises';
import type { ReadStream } from 'node:tty';
import type { Kafka } from 'kafkajs';
import type { LedgerApi } from '../examples/transfer/src/ledger-api';
import { LedgerMoods } from './ledger-moods';
import { LiveTransfers } from './live-transfers';
import type { Screen } from './screen';

const EVERY_MS = 1_000;
const MORE_TRANSFERS = 100;
const CTRL_C = '\u0003';

type Keyboard = Pick<ReadStream, 'isTTY' | 'setRawMode' | 'resume' | 'pause' | 'on' | 'off'>;

export class LiveShow {
  private readonly moods: LedgerMoods;
  private readonly before: number;

  private constructor(
    private readonly transfers: LiveTransfers,
    private readonly api: LedgerApi,
    private readonly screen: Screen,
    private readonly keyboard: Keyboard,
  ) {
    this.moods = new LedgerMoods(api.faults);
    this.before = api.ledger.summary().effects;
  }

  static async start(
    kafka: Kafka,
    run: string,
    api: LedgerApi,
    screen: Screen,
    keyboard: Keyboard = process.stdin,
  ): Promise<LiveShow> {
    return new LiveShow(await LiveTransfers.start(kafka, run), api, screen, keyboard);
  }

  /** Goes on until `signal` is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const pressed = (keys: Buffer): void => {
      for (const key of keys.toString()) this.press(key);
    };
    this.screen.line('From now on, a transfer a second is sent.');
    if (this.keyboard.isTTY) {
      for (const line of HELP) this.screen.line(line);
      // Keys come one by one then, and Ctrl-C is one of them.
      this.keyboard.setRawMode(true);
      this.keyboard.on('data', pressed);
      this.keyboard.resume();
    }
    try {
      while (!signal.aborted) {
        await this.transfers.send(1);
        this.screen.status(this.words);
        await wait(EVERY_MS, undefined, { signal }).catch(() => undefined); // An end of the wait is the end of the show.
      }
    } finally {
      if (this.keyboard.isTTY) {
        this.keyboard.off('data', pressed);
        this.keyboard.setRawMode(false);
        this.keyboard.pause();
      }
      await this.transfers.close();
    }
  }

  private press(key: string): void {
    if (this.moods.press(key)) this.screen.line(`From now on, ${this.moods.words}.`);
    else if (key === 'm') void this.sendMore();
    else if (key === 'q' || key === CTRL_C) process.kill(process.pid, 'SIGINT');
  }

  private async sendMore(): Promise<void> {
    try {
      await this.transfers.send(MORE_TRANSFERS);
      this.screen.line(`${2 * MORE_TRANSFERS} records more were sent.`);
    } catch (error) {
      this.screen.line(`They were not sent: ${String(error)}`);
    }
  }

  private get words(): string {
    const effects = this.api.ledger.summary().effects - this.before;
    const waiting = Math.max(0, this.transfers.sent - effects);
    return `${this.transfers.sent} sent since, ${effects} booked, ${waiting} on their way; ${this.moods.words}`;
  }
}

const HELP: readonly string[] = [
  ...LedgerMoods.keys.map(([key, does]) => `  ${key}  ${does}`),
  `  m  send ${2 * MORE_TRANSFERS} records more at once`,
  '  q  end, as Ctrl-C does',
];
