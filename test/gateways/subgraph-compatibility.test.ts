import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import pino from 'pino';
import { createApolloServer } from '../../src/graphql/engine/apollo-server';
import { Metrics } from '../../src/metrics';
import { createRequestContext, type RequestContext } from '../../src/request-context';
import { buildProductsSubgraph } from '../peers/subgraph-compatibility/products';
import { startGateway } from '../support/gateway';
import { serveGraphql, type ServedGraphql } from '../support/served-graphql';
import { claimPort, installed, startNode, type StartedProcess } from './started-process';

/** Fixed by the suite: its gateway, and the two subgraphs that it brings. */
const PORTS = { gateway: 4000, users: 4002, inventory: 4003 } as const;

const suite = (): string => dirname(installed('@apollo/federation-subgraph-compatibility-tests/package.json'));

interface SuiteResult {
  readonly numTotalTests: number;
  readonly numPassedTests: number;
  readonly testResults: readonly { readonly message: string }[];
}

async function serveProducts(executor: 'compiled' | 'graphql-js'): Promise<ServedGraphql & { readonly sdl: string }> {
  const { schema, sdl, costs } = await buildProductsSubgraph();
  const logger = pino({ level: 'silent' });
  const metrics = new Metrics({ processMetrics: false });
  const server = createApolloServer<{ request: RequestContext }>({
    ...{ schema, costs, executor, metrics, logger },
    introspection: true,
    production: false,
  });
  const served = await serveGraphql({
    server,
    path: '/',
    createContext: async () => ({ request: createRequestContext({ logger }) }),
  });
  return { ...served, sdl };
}

function startBundled(name: 'users' | 'inventory'): Promise<StartedProcess> {
  const folder = join(suite(), 'dist', 'subgraphs', name);
  return startNode(join(folder, 'index.js'), [], { readyUrl: `http://localhost:${PORTS[name]}/`, cwd: folder });
}

function bundledService(name: 'users' | 'inventory'): {
  name: string;
  url: string;
  typeDefs: ReturnType<typeof parse>;
} {
  const sdl = readFileSync(join(suite(), 'dist', 'subgraphs', name, `${name}.graphql`), 'utf8');
  return { name, url: `http://localhost:${PORTS[name]}/`, typeDefs: parse(sdl) };
}

/** The suite's own tests with the suite's own jest; the runner around them wants a download of Apollo Router. */
function runSuite(productsUrl: string): Promise<SuiteResult> {
  const config = { rootDir: suite(), roots: ['<rootDir>/dist/tests'], testEnvironment: 'node', transform: {} };
  const patterns = { haste: { retainAllFiles: true }, testPathIgnorePatterns: [] };
  const args = [installed('jest/bin/jest.js'), '--json', '--config', JSON.stringify({ ...config, ...patterns })];
  const child = spawn(process.execPath, args, {
    cwd: suite(),
    env: { ...process.env, PRODUCTS_URL: productsUrl },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(JSON.parse(output) as SuiteResult));
  });
}

describe("the federation's subgraph compatibility suite", () => {
  const started: StartedProcess[] = [];

  beforeAll(async () => {
    for (const port of Object.values(PORTS)) await claimPort(port);
    started.push(await startBundled('users'), await startBundled('inventory'));
  });

  afterAll(async () => {
    for (const each of started) await each.stop();
  });

  test.each(['compiled', 'graphql-js'] as const)('passes whole with the executor %s', async (executor) => {
    const products = await serveProducts(executor);
    const ours = { name: 'products', url: products.url, typeDefs: parse(products.sdl) };
    const { supergraphSdl, errors } = composeServices([ours, bundledService('users'), bundledService('inventory')]);
    expect(errors).toBeUndefined();
    const gateway = await startGateway(supergraphSdl ?? '', { port: PORTS.gateway, path: '/' });
    try {
      const { numTotalTests, numPassedTests, testResults } = await runSuite(products.url);
      expect(testResults.map(({ message }) => message).join('')).toBe('');
      expect({ numTotalTests, numPassedTests }).toEqual({ numTotalTests: 23, numPassedTests: 23 });
    } finally {
      await gateway.close();
      await products.close();
    }
  });
});
