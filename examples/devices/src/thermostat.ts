// When a device that grew hot is to be cooled, and when that is enough.
export type FanCommand = 'fan-on' | 'fan-off';

const TOO_HOT = 80;
const COOL_AGAIN = 60;

/** What a device is to be told at this temperature; undefined: nothing. */
export const fanCommand = (fanOn: boolean, celsius: number): FanCommand | undefined => {
  if (!fanOn && celsius >= TOO_HOT) return 'fan-on';
  return fanOn && celsius <= COOL_AGAIN ? 'fan-off' : undefined;
};
