export type StopSignal = 'SIGINT' | 'SIGTERM';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

interface SignalSource {
  on(signal: StopSignal, listener: (signal: StopSignal) => void): unknown;
  off(signal: StopSignal, listener: (signal: StopSignal) => void): unknown;
}

/** The first SIGTERM or SIGINT asks to drain, the second to close at once. Later ones have no effect. */
export class StopSignals {
  readonly first: Promise<StopSignal>;
  readonly second: Promise<StopSignal>;
  private readonly resolvers: ((signal: StopSignal) => void)[] = [];
  private readonly listener = (signal: StopSignal): void => this.resolvers.shift()?.(signal);

  constructor(private readonly source: SignalSource) {
    const next = (): Promise<StopSignal> => new Promise((resolve) => this.resolvers.push(resolve));
    this.first = next();
    this.second = next();
    for (const signal of SIGNALS) source.on(signal, this.listener);
  }

  dispose(): void {
    for (const signal of SIGNALS) this.source.off(signal, this.listener);
  }
}
