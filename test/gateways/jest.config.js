const base = require('../../jest.config.js');

/** The gateway tests, which need the packages of this folder: `npm run test:gateways`. */
module.exports = {
  ...base,
  rootDir: '../..',
  globalSetup: '<rootDir>/test/gateways/global-setup.ts',
  roots: ['<rootDir>/test/gateways'],
  testPathIgnorePatterns: ['/node_modules/'],
  // The compatibility suite asks for fixed ports.
  maxWorkers: 1,
};
