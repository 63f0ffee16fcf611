// What the console's server answers its page, in JSON. Texts are shown texts: on one line, cut, and without control
// characters or marks that turn the direction of text. Only a RecordAnswer has what records and APIs say.

export interface SessionAnswer {
  readonly gateway: string;
  /** What a request that changes something sends as `X-Sluice-Console`. */
  readonly csrf: string;
  /** Under which name the log has what is done here. */
  readonly by: string;
  readonly routes: readonly string[];
  readonly destinations: readonly string[];
}

export interface ProblemAnswer {
  readonly problem: string;
  /** What was agreed to is not what would be done by now: it is to be planned again. */
  readonly changed?: true;
}
