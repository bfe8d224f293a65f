import { fork, type ChildProcess, type ForkOptions } from 'node:child_process';
import { join } from 'node:path';
import { POOL_SIZE } from '../../src/persistence/data-source';
import { startBuiltService } from './built-service';
import { firstMessage, letGo } from './child-process';
import { installedVersion, nodeForPostgraphile } from './contender-packages';
import type { SeededDatabase } from './seeded-database';

/** In the order in which they are shown. */
export const CONTENDERS = ['elements', 'limit', 'mercurius', 'yoga', 'postgraphile', 'apollo'] as const;

export type ContenderName = (typeof CONTENDERS)[number];

export interface StartedContender {
  readonly name: ContenderName;
  readonly label: string;
  /** Of GraphQL; the limit has a path for each question beneath it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface ContenderOptions {
  /** As a part of a supergraph. */
  readonly subgraph?: boolean;
}

const JSON_HEADERS = { 'content-type': 'application/json' };

const LABELS: Readonly<Record<ContenderName, () => string>> = {
  elements: () => 'Elements, as in production',
  limit: () => 'the limit: node:http, SQL, JSON.stringify',
  mercurius: () => `Mercurius ${installedVersion('mercurius')}, jit, SQL`,
  yoga: () => `GraphQL Yoga ${installedVersion('graphql-yoga')}, jit, SQL`,
  postgraphile: () => `PostGraphile ${installedVersion('postgraphile')}, Node 22`,
  apollo: () => `Apollo Server ${installedVersion('@apollo/server')}, TypeORM`,
};

/** As a ratio names them. */
export const SHORT_LABELS: Readonly<Record<ContenderName, string>> = {
  elements: 'ours',
  limit: 'the limit',
  mercurius: 'Mercurius with jit',
  yoga: 'GraphQL Yoga with jit',
  postgraphile: 'PostGraphile',
  apollo: 'Apollo Server at defaults',
};

export function labelOf(name: ContenderName): string {
  return LABELS[name]();
}

/** Each in a process of its own, over the same tables. */
export async function startContender(
  name: ContenderName,
  database: SeededDatabase,
  options: ContenderOptions = {},
): Promise<StartedContender> {
  const { databaseUrl, authorization } = database;
  if (name === 'elements') {
    const { url, pid, stop } = await startBuiltService({ databaseUrl });
    const headers = { ...JSON_HEADERS, authorization };
    return { name, label: labelOf(name), url: `${url}/graphql`, headers, pid, stop };
  }
  const child = forkContender(name, database, options);
  const url = await firstMessage<string>(child);
  return { name, label: labelOf(name), url, headers: JSON_HEADERS, pid: child.pid ?? 0, stop: () => letGo(child) };
}

function forkContender(name: ContenderName, database: SeededDatabase, { subgraph }: ContenderOptions): ChildProcess {
  const settings = {
    DATABASE_URL: database.databaseUrl,
    ORGANIZATION_ID: database.organizationId,
    POOL_SIZE: String(POOL_SIZE),
    SUBGRAPH: subgraph ? 'on' : 'off',
  };
  return forkModule(name, settings, name === 'postgraphile' ? { execPath: nodeForPostgraphile() } : {});
}

/** A module of the contenders' folder, in the way of production. */
export function forkModule(
  name: string,
  settings: Readonly<Record<string, string>>,
  options: ForkOptions = {},
): ChildProcess {
  return fork(join(__dirname, '../contenders', `${name}.mjs`), [], {
    env: { ...process.env, NODE_ENV: 'production', ...settings },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...options,
  });
}
