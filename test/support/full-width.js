// Setup file of jest's project `wide`: see width.ts.
process.env.SLUICE_TEST_WIDE = '1';
