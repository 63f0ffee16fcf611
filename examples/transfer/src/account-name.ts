export const ACCOUNT_COUNT = 100;
export const INITIAL_BALANCE = 100;

/** `acc-00` to `acc-99`. */
export const accountName = (index: number): string => `acc-${String(index).padStart(2, '0')}`;
