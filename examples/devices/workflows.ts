import { keyedWorkflow } from 'sluice/workflow';
import type { DeviceEvent } from './src/device-event';
import { fanCommand } from './src/thermostat';

interface Device {
  events: number;
  celsius: number;
  /** Since when the fan runs, as the device says. */
  fanSince: string | null;
}

/** Runs once per event, one workflow per device, and answers the device. */
export const devices = keyedWorkflow<DeviceEvent, Device>({
  initialState: () => ({ events: 0, celsius: 0, fanSince: null }),
  async onRecord({ value }, ctx) {
    ctx.state.events += 1;
    ctx.state.celsius = value.celsius;
    const command = fanCommand(ctx.state.fanSince !== null, value.celsius);
    if (command === undefined) return;
    const request = {
      method: 'POST',
      path: `/devices/${encodeURIComponent(value.device)}/commands`,
      data: { command, because: value.sequence },
    };
    if (command === 'fan-on') {
      // The answer is needed: it becomes part of the state.
      const answer = await ctx.call<{ readonly at: string }>('devices', request);
      ctx.state.fanSince = answer.data.at;
    } else {
      ctx.defer('devices', request);
      ctx.state.fanSince = null;
    }
  },
});
