import {defineConfig} from 'vitest/config';

const report = process.env['RULES_MAKER_TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    // A test run must not depend on the machine it runs on.
    env: {TZ: 'UTC', NO_PROXY: '*'},
    // CI counts the tests from this file.
    reporters: report ? ['default', ['json', {outputFile: report}]] : ['default'],
    // Two cores: more workers than that only make each other late.
    maxWorkers: 2,
  },
});
