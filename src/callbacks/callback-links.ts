import type { ResolvedCallbacks } from '../config/gateway/resolved';
import type { CallbackClaims } from './callback-claims';
import { signCallback } from './callback-token';

/** Where callbacks are taken, below `publicUrl`. */
export const CALLBACK_PATH = '/callbacks/';

/** Makes the URLs that APIs are given. */
export class CallbackLinks {
  constructor(private readonly options: ResolvedCallbacks) {}

  /** `deadline`: end of the wait; the URL stays valid for `acceptLate` beyond it. */
  url({ deadline, ...claims }: Omit<CallbackClaims, 'expiresAt'> & { readonly deadline: number }): string {
    const { publicUrl, secrets, acceptLateMs } = this.options;
    const token = signCallback({ ...claims, expiresAt: deadline + acceptLateMs }, secrets);
    return publicUrl.replace(/\/+$/, '') + CALLBACK_PATH + token;
  }
}
