// Setup file of jest's projects `wide` and `wide-unit`: see width.ts.
process.env.SLUICE_TEST_WIDE = '1';
