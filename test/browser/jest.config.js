const base = require('../../jest.config');

/** GraphiQL in a real browser, which must be there: `npm run test:browser`. */
module.exports = {
  ...base,
  rootDir: '../..',
  globalSetup: '<rootDir>/test/browser/global-setup.ts',
  globalTeardown: '<rootDir>/test/browser/global-teardown.ts',
  roots: ['<rootDir>/test/browser'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
};
