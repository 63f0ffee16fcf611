export interface AgentRow {
  readonly definition: string;
  readonly agent: string;
  readonly status: string;
  readonly cause?: string;
  readonly attempts?: number;
  readonly lastPoll?: string;
  readonly nextPoll?: string;
  readonly published: number;
  readonly passedOver?: number;
  readonly link?: string;
}

export interface AgentsAnswer {
  readonly agents: readonly AgentRow[];
  readonly page?: string;
  readonly unanswered: number;
  /** Hosts that somebody closed. */
  readonly closed: readonly string[];
}
