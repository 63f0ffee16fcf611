/** What a device tells of itself, and the value of a record in the topic `device-events`. */
export interface DeviceEvent {
  /** Names the event for ever. */
  readonly id: string;
  readonly device: string;
  /** Counts the events of the device, from 1. */
  readonly sequence: number;
  readonly celsius: number;
  /** ISO 8601. */
  readonly at: string;
}
