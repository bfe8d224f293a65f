import { Client } from 'pg';
import { encodeRecordId } from '../../src/record-id';
import type { SeededDatabase } from './seeded-database';

/** Enough that no page of the index is read twice in a row. */
const IDS = 300;

/** Reports from all over the table, always the same ones. */
export async function sampleReportIds({ databaseUrl }: SeededDatabase): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ instance_id: string; remote_id: string }>(
      `SELECT instance_id, remote_id FROM reports ORDER BY sha256(remote_id::bytea) LIMIT ${IDS}`,
    );
    return rows.map((row) => encodeRecordId('REPORT', row.instance_id, row.remote_id));
  } finally {
    await client.end();
  }
}
