import eslint from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Types are asked for where they find real faults: promises that nobody waits for. The rest is for speed syntactic. */
const withTypes = {
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  rules: {
    '@typescript-eslint/await-thenable': 'error',
    '@typescript-eslint/no-floating-promises': 'error',
    '@typescript-eslint/no-misused-promises': [
      'error',
      { checksVoidReturn: { arguments: false, inheritedMethods: false } },
    ],
    '@typescript-eslint/only-throw-error': [
      'error',
      { allow: [{ from: 'lib', name: 'unknown' }], allowThrowingUnknown: true, allowThrowingAny: true },
    ],
    '@typescript-eslint/prefer-promise-reject-errors': 'off',
    '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  },
};

/** TypeScript reads an exported constant as `exports.NAME`, which a local `exports` hides; jest's compiler renames it. */
const HIDDEN_EXPORTS = {
  selector:
    'Program:has(ExportNamedDeclaration > VariableDeclaration) :matches(' +
    'ObjectPattern > Property > Identifier.value, VariableDeclarator > Identifier.id, ' +
    ':function > Identifier.params, TSParameterProperty > Identifier)[name="exports"]',
  message: 'In a file that exports constants, `exports` is the name of what holds them once it is compiled.',
};

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'dist.*/**',
      'coverage/**',
      'test/generated/**',
      'test/gateways/node_modules/**',
      'bench/contenders/node_modules/**',
    ],
  },
  eslint.configs.recommended,
  tseslint.configs.recommended,
  { languageOptions: { globals: globals.node } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      // The migrations' and entities' lists are of classes, which is what TypeORM calls `Function`.
      '@typescript-eslint/no-unsafe-function-type': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
      'prefer-const': ['error', { destructuring: 'all' }],
      'no-restricted-syntax': ['error', HIDDEN_EXPORTS],
    },
  },
  { files: ['src/**/*.ts', 'migrations/**/*.ts', 'test/**/*.ts'], ignores: ['src/graphiql/**'], ...withTypes },
  { files: ['**/*.js', '**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
