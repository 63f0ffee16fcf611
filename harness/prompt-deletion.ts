/**
 * Settings by which a Temporal deletes runs within seconds: it does so only when it has recorded that the run's end is
 * processed, every 30 s by default.
 */
export const PROMPT_DELETION = {
  'history.transferProcessorUpdateAckInterval': '"1s"',
  'history.timerProcessorUpdateAckInterval': '"1s"',
  'history.visibilityProcessorUpdateAckInterval': '"1s"',
};
