import { ConfigurationError, type ConfigurationProblem, loadConfig, parseEncryptionKeys } from '../../src/config';

const KEY = Buffer.alloc(32, 7).toString('base64');

const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://elements:db-password@db.example.com:5432/elements',
  ENCRYPTION_KEYS: `2026-11:${KEY}`,
  PUBLIC_URL: 'https://elements.example.com/',
  METRICS_TOKEN: 'metrics-token',
};

function problemsOf(env: Record<string, string | undefined>): readonly ConfigurationProblem[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('needs no setting outside production', () => {
    const config = loadConfig({});

    expect(config).toMatchObject({
      production: false,
      port: 4000,
      host: '127.0.0.1',
      databaseUrl: null,
      vendors: 'sandbox',
      sandboxPort: 4010,
      encryptionKeys: null,
      publicUrl: null,
      corsOrigins: [],
      trustedProxies: [],
      allowPrivateOrigins: [],
      introspection: true,
      metricsToken: null,
      restCompatibility: { emptySearchIs404: true, ignoreHubSegment: true },
      graphqlExecutor: 'compiled',
      federationVersion: '2.9',
      trustedDocuments: null,
      trustedDocumentsOnly: false,
      logLevel: 'info',
    });
    expect(config.dataDir).toBe(`${process.cwd()}/.data`);
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('takes every setting', () => {
    const config = loadConfig({
      PORT: '0',
      HOST: '::1',
      DATA_DIR: '/srv/elements',
      VENDORS: 'live',
      SANDBOX_PORT: '0',
      ENCRYPTION_KEYS: `b:${KEY}, a:${KEY}`,
      CORS_ORIGINS: 'https://app.example.com, http://localhost:3000/',
      TRUSTED_PROXIES: '10.0.0.0/8,::1',
      ALLOW_PRIVATE_ORIGINS: 'http://10.1.2.3:8080',
      SUBSCRIPTION_CALLBACK_ORIGINS: 'https://router.example.com',
      REST_EMPTY_SEARCH_IS_404: 'off',
      REST_IGNORE_HUB: 'off',
      INTROSPECTION: 'off',
      GRAPHQL_EXECUTOR: 'graphql-js',
      FEDERATION_VERSION: '2.3',
      TRUSTED_DOCUMENTS: '/srv/persisted-documents.json',
      TRUSTED_DOCUMENTS_ONLY: 'on',
      LOG_LEVEL: 'debug',
    });

    expect(config).toMatchObject({ port: 0, sandboxPort: 0, host: '::1', dataDir: '/srv/elements', vendors: 'live' });
    expect(config.encryptionKeys?.map(({ id, key }) => `${id} ${key.length}`)).toEqual(['b 32', 'a 32']);
    expect(config.corsOrigins).toEqual(['https://app.example.com', 'http://localhost:3000']);
    expect(config.trustedProxies).toEqual(['10.0.0.0/8', '::1']);
    expect(config.allowPrivateOrigins).toEqual(['http://10.1.2.3:8080']);
    expect(config.subscriptionCallbackOrigins).toEqual(['https://router.example.com']);
    expect(config).toMatchObject({ introspection: false, graphqlExecutor: 'graphql-js', federationVersion: '2.3' });
    expect(config).toMatchObject({
      trustedDocuments: '/srv/persisted-documents.json',
      trustedDocumentsOnly: true,
      logLevel: 'debug',
      restCompatibility: { emptySearchIs404: false, ignoreHubSegment: false },
    });
  });

  it('is closed and live in production', () => {
    expect(loadConfig(PRODUCTION)).toMatchObject({
      production: true,
      vendors: 'live',
      introspection: false,
      publicUrl: 'https://elements.example.com',
      metricsToken: 'metrics-token',
    });
  });

  it('names every setting that production lacks, at once', () => {
    expect(problemsOf({ NODE_ENV: 'production', PORT: 'x' }).map(({ setting }) => setting)).toEqual([
      'PORT',
      'DATABASE_URL',
      'ENCRYPTION_KEYS',
      'PUBLIC_URL',
      'METRICS_TOKEN',
    ]);
  });

  it('asks a command only for what it needs', () => {
    const env = { NODE_ENV: 'production', DATABASE_URL: PRODUCTION.DATABASE_URL };

    expect(loadConfig(env, ['DATABASE_URL']).production).toBe(true);
    expect(() => loadConfig(env, ['DATABASE_URL', 'ENCRYPTION_KEYS'])).toThrow(
      'ENCRYPTION_KEYS is required in production',
    );
  });

  it('counts an empty value as none', () => {
    expect(problemsOf({ ...PRODUCTION, METRICS_TOKEN: '' }).map(({ setting }) => setting)).toEqual(['METRICS_TOKEN']);
    expect(loadConfig({ PORT: '' }).port).toBe(4000);
  });

  it('names every malformed setting at once, says what would be right, and shows what was given', () => {
    const bad = {
      PORT: '70000',
      HOST: 'two words',
      VENDORS: 'real',
      SANDBOX_PORT: '-1',
      PUBLIC_URL: 'elements.example.com',
      CORS_ORIGINS: 'https://app.example.com/path',
      TRUSTED_PROXIES: '10.0.0.0/33',
      ALLOW_PRIVATE_ORIGINS: 'localhost',
      SUBSCRIPTION_CALLBACK_ORIGINS: 'https://router.example.com/callback',
      INTROSPECTION: 'maybe',
      GRAPHQL_EXECUTOR: 'jit',
      FEDERATION_VERSION: '2.15',
      LOG_LEVEL: 'loud',
      NODE_ENV: 'prod',
    };
    const problems = problemsOf(bad);

    expect(new Set(problems.map(({ setting }) => setting))).toEqual(new Set(Object.keys(bad)));
    for (const [setting, value] of Object.entries(bad)) {
      expect(problems.find((problem) => problem.setting === setting)?.message).toMatch(/^must be .+; it is /);
      expect(problems.find((problem) => problem.setting === setting)?.message).toContain(`"${value}"`);
    }
    expect(() => loadConfig(bad)).toThrow(/\n {2}PORT must be a port from 0 to 65535 .*\n/);
  });

  it.each(['1.2', '10/8', '1', '0x7f.1', '010.0.0.1', '10.0.0.0/8/8'])(
    'refuses a proxy whose address is not written out: %s',
    (TRUSTED_PROXIES) => {
      expect(problemsOf({ TRUSTED_PROXIES }).map(({ setting }) => setting)).toEqual(['TRUSTED_PROXIES']);
    },
  );

  it.each([
    ['DATABASE_URL', 'mysql://root:hunter2@db/elements'],
    ['DATABASE_URL', 'postgres://root:hunter2#@db/elements'],
    ['DATABASE_URL', 'postgres://root:hunter2@db'],
    ['ENCRYPTION_KEYS', 'hunter2'],
    ['ENCRYPTION_KEYS', 'a:hunter2'],
    ['METRICS_TOKEN', 'hunter2 with blanks'],
  ])('never repeats a secret: %s', (setting, value) => {
    const [problem] = problemsOf({ [setting]: value });

    expect(problem?.setting).toBe(setting);
    expect(problem?.message).not.toContain('hunter2');
  });

  it('refuses sandboxes in production, and one port for two servers', () => {
    expect(problemsOf({ ...PRODUCTION, VENDORS: 'sandbox' })).toEqual([
      { setting: 'VENDORS', message: expect.stringContaining('must be live in production') },
    ]);
    expect(problemsOf({ PORT: '4010' })).toEqual([
      { setting: 'SANDBOX_PORT', message: 'must differ from PORT; both are 4010.' },
    ]);
  });

  it('refuses to run trusted documents only when there are none', () => {
    expect(problemsOf({ TRUSTED_DOCUMENTS_ONLY: 'on' })).toEqual([
      { setting: 'TRUSTED_DOCUMENTS_ONLY', message: expect.stringContaining('needs TRUSTED_DOCUMENTS') },
    ]);
    expect(problemsOf({ TRUSTED_DOCUMENTS_ONLY: 'off' })).toEqual([]);
  });
});

describe('encryption keys', () => {
  it.each([
    ['a', 'has a pair without ":" (number 1)'],
    [`a:${KEY},B:${KEY}`, 'has a pair (number 2) whose id is not of a-z, 0-9, - (1 to 32)'],
    [`a:${KEY},a:${KEY}`, 'has the id "a" twice'],
    ['a:c2hvcnQ=', 'has a key of 5 bytes instead of 32 (id "a")'],
    ['a:***', 'has a key that is not base64 (id "a")'],
    [`a:${KEY},`, 'has a pair without ":" (number 2)'],
    ['a:***,b', 'has a key that is not base64 (id "a"); has a pair without ":" (number 2)'],
    [
      `a:${KEY},a:${KEY},b:***,c:c2hvcnQ=`,
      'not base64 (id "b"); has a key of 5 bytes instead of 32 (id "c"); has the id "a" twice',
    ],
  ])('are refused where they cannot be right: %s', (value, message) => {
    expect(() => parseEncryptionKeys(value)).toThrow(message);
  });
});
