// kafkajs re-arms a 1 ms timer forever on each connection (kafkajs#1704), which costs about 6 % of a core when idle.
import RequestQueue from 'kafkajs/src/network/requestQueue';

export interface PatchedRequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests: (this: PatchedRequestQueue) => void;
}

export const patchRequestQueue = (): void => {
  const original = RequestQueue.prototype.scheduleCheckPendingRequests;
  RequestQueue.prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0) original.call(this);
  };
};
