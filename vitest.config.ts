import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    // A test run must not depend on the machine it runs on.
    env: {TZ: 'UTC', NO_PROXY: '*'},
    // Two cores: more workers than that only make each other late.
    maxWorkers: 2,
  },
});
