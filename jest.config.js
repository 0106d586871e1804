/** Jest runs on Node 24 with --experimental-vm-modules: Nest 12 is ESM, loaded by require(). */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.test.json', diagnostics: false }] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  globalSetup: '<rootDir>/test/node-version.js',
  maxWorkers: 2,
  testTimeout: 20_000,
};
