// Rules for the page's scripts and these tests: npm run lint. What can go wrong, not how it looks:
// that is prettier's matter.
import js from '@eslint/js';
import globals from 'globals';

const inPage = { ...globals.browser, ...globals.es2024 };
const leftByTests = [
  'axe',
  'calls',
  'ended',
  'latentpad',
  'loss',
  'opened',
  'picture',
  'pressed',
  'reads',
  'registerNow',
  'spoken',
  'taken',
  'told',
  'turned',
  'watched',
  'written',
];

const wait = 'Wait for a state instead: atRest, atPeace, until.';

export default [
  { ignores: ['web/sw.js'] }, // no JavaScript before the build has filled it in
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: true },
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: inPage },
    rules: {
      eqeqeq: 'error',
      'no-empty': ['error', { allowEmptyCatch: true }],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.mjs', 'eslint.config.js'],
    languageOptions: {
      globals: {
        ...globals.node,
        ...Object.fromEntries(leftByTests.map((name) => [name, 'writable'])),
      },
    },
  },
  {
    files: ['**/*.test.mjs'],
    rules: {
      'no-restricted-properties': ['error', { property: 'waitForTimeout', message: wait }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Promise"] CallExpression[callee.name="setTimeout"]',
          message: wait,
        },
      ],
    },
  },
];
