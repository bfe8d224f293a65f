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
    '/node_modules/oauth4webapi/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'ecmascript' } }, module: { type: 'commonjs' } },
    ],
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
  // What comes as ES modules alone is made CommonJS for the tests, as Node does it for the service.
  transformIgnorePatterns: ['/node_modules/(?!oauth4webapi/)'],
  clearMocks: true,
  maxWorkers: 2,
  // Against hanging, not against slowness: the slowest test takes half a minute where nothing else runs.
  testTimeout: 180_000,
};
