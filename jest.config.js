/** @type {import('jest').Config} */
module.exports = {
  // No `forceExit`: a run that does not end by itself is a failure. `passWithNoTests` stays off, so zero tests fail too.
  testEnvironment: '<rootDir>/test/support/node-environment.ts',
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  setupFilesAfterEnv: ['<rootDir>/test/support/fail-on-console.ts'],
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/test/gateways/node_modules'],
  testPathIgnorePatterns: ['/node_modules/', '/test/browser/', '/test/gateways/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  clearMocks: true,
  maxWorkers: 2,
  testTimeout: 30_000,
};
