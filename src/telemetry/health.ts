/** Something of a process that can be unwell. */
export interface HealthPart {
  readonly name: string;
  /** Says in words what is wrong; undefined if nothing is. */
  problem(): string | undefined;
}

export interface HealthReport {
  readonly healthy: boolean;
  readonly problems: readonly { readonly part: string; readonly problem: string }[];
}

/**
 * What the probes of a process are answered from. `alive` is about what only a restart mends, `ready` about whether
 * records are taken now. An API that is down is neither: its keys wait, and a restart would not help them.
 */
export class Health {
  private readonly parts = { alive: new Set<HealthPart>(), ready: new Set<HealthPart>() };

  /** Returns how to take the part away again. */
  add(kind: 'alive' | 'ready', part: HealthPart): () => void {
    this.parts[kind].add(part);
    return () => this.parts[kind].delete(part);
  }

  /** A process that is not alive is not ready either. */
  report(kind: 'alive' | 'ready'): HealthReport {
    const asked = kind === 'alive' ? [this.parts.alive] : [this.parts.alive, this.parts.ready];
    const problems = asked.flatMap((parts) =>
      Array.from(parts, (part) => ({ part: part.name, problem: part.problem() })).filter(isProblem),
    );
    return { healthy: problems.length === 0, problems };
  }
}

const isProblem = (found: { part: string; problem: string | undefined }): found is { part: string; problem: string } =>
  found.problem !== undefined;
