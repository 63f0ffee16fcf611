import type { GatewayDefinition } from './definition';

/**
 * Types the definition of a gateway; the file's default export is what `sluice -c FILE` reads. Nothing is checked here:
 * all problems are reported together when the configuration is loaded.
 */
export const defineGateway = (definition: GatewayDefinition): GatewayDefinition => definition;
