// `node -r test/support/register-typescript.cjs file.ts`: TypeScript in a process of its own, translated as jest does.
const { transformSync } = require('@swc/core');
const { transform } = require('../../jest.config');

const [, options] = transform['^.+\\.ts$'];

require.extensions['.ts'] = (module, filename) => {
  module._compile(
    transformSync(require('node:fs').readFileSync(filename, 'utf8'), { ...options, filename }).code,
    filename,
  );
};
