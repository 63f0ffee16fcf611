import type { GatewayError } from '../../errors';
import { packageVersion } from '../../temporal/bundle/package-version';
import type { Watch } from '../../telemetry/watch';

/** Says of a whole gateway whether it works. Its parts, such as routes, say it of themselves. */
export class GatewayStanding {
  private unready: string | undefined = 'it starts';
  private failure: GatewayError | undefined;

  constructor(gateway: string, { health, telemetry }: Watch, failed: Promise<GatewayError>) {
    const version = packageVersion();
    telemetry.gauge('sluice_build_info', (put) => {
      put({ version, gateway }, 1);
    });
    health.add('ready', { name: 'gateway', problem: () => this.unready });
    health.add('alive', { name: 'gateway', problem: () => this.failure?.message });
    void failed.then((error) => {
      this.failure = error;
    });
  }

  started(): void {
    this.unready = undefined;
  }

  /** Whoever routes traffic or work by readiness must hear of it before the first part ends. */
  ends(): void {
    this.unready = 'it drains';
  }
}
