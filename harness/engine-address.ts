const VARIABLES = { kafka: 'SLUICE_TEST_KAFKA', temporal: 'SLUICE_TEST_TEMPORAL' } as const;

/** host:port of the engine that all tests of this run share. */
export const engineAddress = (engine: 'kafka' | 'temporal'): string => {
  const address = process.env[VARIABLES[engine]];
  if (address === undefined || address === '') {
    throw new Error(
      `${VARIABLES[engine]} is not set: it comes from jest's globalSetup (projects integration, guarantees, long).`,
    );
  }
  return address;
};
