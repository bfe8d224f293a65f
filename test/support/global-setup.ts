import { Client } from 'pg';
import { createDataSource } from '../../src/persistence/data-source';
import { startTestCluster, type TestCluster } from './postgres-cluster';
import { CLUSTER_URL, TEMPLATE_DATABASE } from './test-database';

declare global {
  var elementsTestCluster: TestCluster | undefined;
}

/** Once a run: a cluster, and in it a migrated database that every test file gets its own copy of. */
export default async function globalSetup(): Promise<void> {
  const cluster = await startTestCluster();
  globalThis.elementsTestCluster = cluster;
  try {
    await createTemplate(cluster.url);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  // The workers are started after this and inherit it.
  process.env[CLUSTER_URL] = cluster.url;
}

async function createTemplate(clusterUrl: string): Promise<void> {
  const client = new Client({ connectionString: clusterUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${TEMPLATE_DATABASE}`);
    await migrateTemplate(clusterUrl);
    await client.query(`ALTER DATABASE ${TEMPLATE_DATABASE} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  } finally {
    await client.end();
  }
}

async function migrateTemplate(clusterUrl: string): Promise<void> {
  const url = new URL(clusterUrl);
  url.pathname = `/${TEMPLATE_DATABASE}`;
  const dataSource = await createDataSource(url.href, { poolSize: 1 }).initialize();
  try {
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
}
