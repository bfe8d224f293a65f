/** Who may import whom. `from` may not reach `to`; the rest is allowed. */
const FOUNDATION = '^src/(config|errors|clock|metrics|startup-error)\\.ts$';

/** Parts of a vendor's folder may import these of ours, and nothing else. */
const SHARED_WITH_VENDORS = [
  '^src/(errors|clock)\\.ts$',
  '^src/adapters/(adapter|agent|book-entry-resource|event-configuration|expense-lines|exports|financial-reports|inbound-webhooks|platform-resource|records|request-problems|tax|vendor-error|version-check|[a-z]+-writes|writes|write-answer)\\.ts$',
  '^src/adapters/(http|oauth|sandbox)/',
];

function forbid(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      'Two files that need each other are one idea, or three.',
      {},
      {
        circular: true,
        viaOnly: { dependencyTypesNot: ['type-only'] },
      },
    ),
    forbid(
      'foundation-stands-alone',
      'Everything else stands on these.',
      { path: FOUNDATION },
      {
        path: '^(src|migrations|test)/',
      },
    ),
    forbid(
      'request-context-stands-alone',
      'Below every layer.',
      { path: '^src/request-context\\.ts$' },
      {
        path: '^(src|migrations|test)/',
        pathNot: FOUNDATION,
      },
    ),
    forbid(
      'ceql-stands-alone',
      'A language, whoever speaks it.',
      { path: '^src/ceql/' },
      {
        path: '^(src|migrations|test)/',
        pathNot: ['^src/ceql/', '^src/errors\\.ts$'],
      },
    ),
    forbid(
      'source-without-tests',
      'The product does not know its tests.',
      { path: '^(src|migrations)/' },
      { path: '^test/' },
    ),
    forbid(
      'persistence-below-services',
      'Storage knows rows, not what they are for.',
      { path: '^src/persistence/' },
      {
        path: '^src/(services|graphql|server|cli|sync)/',
      },
    ),
    forbid(
      'services-below-graphql',
      'What the product does knows neither GraphQL nor HTTP routes.',
      { path: '^src/services/' },
      {
        path: '^src/(graphql|server|cli)/',
      },
    ),
    forbid(
      'composition-on-top',
      'What puts the parts together knows them all; none of them knows it.',
      { path: '^src/(adapters|services|graphql|server|persistence|security|jobs|ceql)/' },
      {
        path: '^src/(compose/|app\\.ts|main\\.ts|cli/)',
      },
    ),
    forbid(
      'graphql-through-services',
      'Resolvers ask services, which own the rules; rows come as types only.',
      { path: '^src/graphql/' },
      {
        path: '^src/(persistence/(entities|repositories|database|data-source|open-database|migrate|embedded)|server/|cli/)',
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbid(
      'security-below-services',
      'Secrets and signatures serve all layers.',
      { path: '^src/security/' },
      {
        path: '^src/(services|graphql|server|cli|sync|adapters)/',
      },
    ),
    forbid(
      'adapters-alone',
      'What talks to vendors knows nothing of us but its contract.',
      { path: '^src/adapters/' },
      {
        path: '^src/(services|graphql|server|cli|sync|security|persistence)/',
      },
    ),
    forbid(
      'vendor-folder-alone',
      "A vendor's folder knows the shared adapter files, and no other vendor.",
      {
        path: '^src/adapters/(expensify|quickbooks-online|quickbooks-enterprise|taxify)/',
      },
      {
        path: '^(src|migrations)/',
        pathNot: ['^src/adapters/$1/', ...SHARED_WITH_VENDORS],
      },
    ),
    forbid(
      'vendors-through-registry',
      'Nobody else names a vendor.',
      {
        path: '^src/',
        pathNot: '^src/adapters/(registry\\.ts$|expensify/|quickbooks-online/|quickbooks-enterprise/|taxify/)',
      },
      { path: '^src/adapters/(expensify|quickbooks-online|quickbooks-enterprise|taxify)/' },
    ),
    forbid(
      'declared-packages-only',
      'What is imported stands in package.json.',
      { path: '^(src|migrations)/' },
      {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'],
        pathNot: '\\.css$',
      },
    ),
    forbid(
      'production-packages-only',
      'The service starts with production dependencies alone.',
      {
        path: '^(src|migrations)/',
        pathNot: '^src/graphiql/',
      },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    forbid('nothing-missing', 'Every import is found.', {}, { couldNotResolve: true, pathNot: '\\.css$' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The contenders have packages of their own.
    exclude: { path: 'test/gateways/node_modules|^test/generated/|^bench/contenders/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    // Packages that name their entries in "exports" only.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'import', 'node', 'default', 'types'],
    },
  },
};
