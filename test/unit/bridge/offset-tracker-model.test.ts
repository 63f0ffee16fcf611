// The tracker beside a list of all that was delivered, which is obvious and would not fit into memory.
import fc from 'fast-check';
import { OffsetTracker } from '../../../src/bridge/offset-tracker';

interface Real {
  readonly tracker: OffsetTracker;
  readonly durable: (() => void)[];
}

interface Model {
  readonly records: { readonly offset: bigint; durable: boolean }[];
  /** Position after all that was delivered; undefined before anything was. */
  end: bigint | undefined;
  committed: bigint | undefined;
}

type Command = fc.Command<Model, Real>;

const committable = ({ records, end, committed }: Model): bigint | undefined => {
  const next = records.find(({ durable }) => !durable)?.offset ?? end;
  return next === undefined || (committed !== undefined && next <= committed) ? undefined : next;
};

const agree = (model: Model, { tracker }: Real): void => {
  expect(tracker.committable).toBe(committable(model));
  expect(tracker.pending).toBe(model.records.filter(({ durable }) => !durable).length);
};

class Deliver implements Command {
  constructor(private readonly gap: number) {}
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    const offset = (model.end ?? 0n) + BigInt(this.gap);
    real.durable.push(real.tracker.track(offset));
    model.records.push({ offset, durable: false });
    model.end = offset + 1n;
    agree(model, real);
  }
  toString = (): string => `deliver past a gap of ${this.gap}`;
}

class EndBatch implements Command {
  constructor(private readonly gap: number) {}
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    model.end = (model.end ?? 0n) + BigInt(this.gap);
    real.tracker.delivered(model.end);
    agree(model, real);
  }
  toString = (): string => `end a batch ${this.gap} offsets on`;
}

class BecomeDurable implements Command {
  constructor(private readonly at: number) {}
  check = ({ records }: Readonly<Model>): boolean => records.length > 0;
  run(model: Model, real: Real): void {
    const index = this.at % model.records.length;
    real.durable[index]?.();
    const record = model.records[index];
    if (record !== undefined) record.durable = true;
    agree(model, real);
  }
  toString = (): string => `record ${this.at} becomes durable`;
}

/** A commit that fails leaves all as it is; that is the schedule without this command. */
class Commit implements Command {
  check = (model: Readonly<Model>): boolean => committable(model) !== undefined;
  run(model: Model, real: Real): void {
    const next = committable(model) ?? 0n;
    real.tracker.commit(next);
    model.committed = next;
    agree(model, real);
  }
  toString = (): string => 'commit';
}

test('I1: The offset tracker agrees with a list of all records, whatever the order.', () => {
  const commands = fc.commands(
    [
      fc.nat(5).map((gap) => new Deliver(gap)),
      fc.nat(5).map((gap) => new EndBatch(gap)),
      fc.nat(40).map((at) => new BecomeDurable(at)),
      fc.constant(new Commit()),
    ],
    { maxCommands: 60 },
  );
  const begin = (): { model: Model; real: Real } => ({
    model: { records: [], end: undefined, committed: undefined },
    real: { tracker: new OffsetTracker(), durable: [] },
  });
  fc.assert(
    fc.property(commands, (sequence) => {
      fc.modelRun(begin, sequence);
    }),
    { numRuns: 300 },
  );
});
