import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { entities } from './entities';
import { COLUMN_TYPES } from './instant-text';
import { migrations } from './migrations';

/** Statements of one pool; more wait. */
export const POOL_SIZE = 20;

export function createDataSource(url: string, options: { readonly poolSize?: number } = {}): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    migrations,
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'all',
    synchronize: false,
    installExtensions: false,
    applicationName: 'elements',
    poolSize: options.poolSize ?? POOL_SIZE,
    connectTimeoutMS: 5_000,
    extra: { types: COLUMN_TYPES },
  });
}
