const { setupFilesAfterEnv, transform } = require('../../jest.config');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  rootDir: '../..',
  roots: ['<rootDir>/test/browser'],
  testMatch: ['**/*.test.ts'],
  transform,
  setupFilesAfterEnv,
  maxWorkers: 1,
  testTimeout: 60_000,
};
