import type { DataSource } from 'typeorm';
import type { ToldChange } from './callback-receiver';
import type { VendorReport } from './sandbox-commands';

const TABLES = [
  { name: 'reports', key: ['remote_id'] },
  { name: 'expenses', key: ['kind', 'remote_id'] },
  { name: 'policies', key: ['remote_id'] },
  { name: 'employees', key: ['remote_id'] },
] as const;
const SHOWN = 3;

/** What was checked, and what was wrong with it. */
export interface Check {
  readonly checked: number;
  readonly wrong: readonly string[];
}

/** Every record of an instance is there once, with the same content as in one that was just read as a whole. */
export async function checkRecords(
  { manager }: DataSource,
  instanceIds: readonly string[],
  referenceId: string,
): Promise<Check> {
  const checks = await Promise.all(
    TABLES.map(async ({ name, key }) => {
      const on = key.map((column) => `a.${column} = b.${column}`).join(' AND ');
      const differing: { id: string; instance: string; what: string }[] = await manager.query(
        `SELECT i.id AS instance, d.id, d.what FROM unnest($1::uuid[]) AS i(id) CROSS JOIN LATERAL (
           SELECT coalesce(a.remote_id, b.remote_id) AS id, CASE WHEN a.remote_id IS NULL THEN 'missing'
             WHEN b.remote_id IS NULL THEN 'too many' ELSE 'other content' END AS what
           FROM (SELECT * FROM ${name} WHERE instance_id = i.id) a
           FULL JOIN (SELECT * FROM ${name} WHERE instance_id = $2) b ON ${on}
           WHERE a.content_hash IS DISTINCT FROM b.content_hash) d`,
        [instanceIds, referenceId],
      );
      const [{ count }] = await manager.query(`SELECT count(*)::int FROM ${name} WHERE instance_id = ANY($1::uuid[])`, [
        instanceIds,
      ]);
      return {
        checked: count as number,
        wrong: differing.map((row) => `${name} ${row.id} of ${row.instance}: ${row.what}`),
      };
    }),
  );
  return sumOf(checks);
}

/** What was just read as a whole is what the vendor itself says. */
export async function checkReference(
  { manager }: DataSource,
  referenceId: string,
  reports: readonly VendorReport[],
): Promise<Check> {
  const rows: { id: string; text: string }[] = await manager.query(
    `SELECT r.remote_id AS id, concat_ws(' | ', r.name, upper(r.vendor_status),
       (SELECT string_agg(e.remote_id || ' ' || coalesce(e.category_name, ''), ', ' ORDER BY e.remote_id COLLATE "C")
        FROM expenses e WHERE e.instance_id = r.instance_id AND e.report_remote_id = r.remote_id)) AS text
     FROM reports r WHERE r.instance_id = $1`,
    [referenceId],
  );
  const ours = new Map(rows.map(({ id, text }) => [id, text]));
  const theirs = new Map(reports.map((report) => [report.id, textOf(report)]));
  const wrong = [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((id) => ours.get(id) !== theirs.get(id))
    .map((id) => `report ${id}: "${ours.get(id)}" rather than "${theirs.get(id)}"`);
  return { checked: theirs.size, wrong };
}

/** What an export calls a state that has another name there. */
const EXPORTED_STATES: Readonly<Record<string, string>> = { SUBMITTED: 'PROCESSING', ARCHIVED: 'CLOSED' };

function textOf({ name, state, expenses }: VendorReport): string {
  const list = expenses.map(({ id, category }) => `${id} ${category}`).sort();
  return [name, EXPORTED_STATES[state] ?? state, ...(list.length === 0 ? [] : [list.join(', ')])].join(' | ');
}

/** What appeared at the vendor was told as created once, by each instance, and what went as deleted once. */
export async function checkEvents(
  { manager }: DataSource,
  instanceIds: readonly string[],
  before: readonly VendorReport[],
  after: readonly VendorReport[],
): Promise<Check> {
  const told: { key: string; count: number }[] = await manager.query(
    `SELECT instance_id || ' ' || kind || ' ' || remote_id AS key, count(*)::int AS count FROM change_events
     WHERE instance_id = ANY($1::uuid[]) AND resource IN ('REPORTS', 'EXPENSES') AND kind IN ('CREATED', 'DELETED')
     GROUP BY 1`,
    [instanceIds],
  );
  const counts = new Map(told.map(({ key, count }) => [key, count]));
  const [old, current] = [idsOf(before), idsOf(after)];
  const expected = [
    ...[...current].filter((id) => !old.has(id)).map((id) => `CREATED ${id}`),
    ...[...old].filter((id) => !current.has(id)).map((id) => `DELETED ${id}`),
  ];
  const missing = instanceIds
    .flatMap((instanceId) => expected.map((change) => `${instanceId} ${change}`))
    .filter((key) => !counts.has(key))
    .map((key) => `never noted: ${key}`);
  const repeated = told.filter(({ count }) => count > 1).map(({ key, count }) => `noted ${count} times: ${key}`);
  return { checked: told.length, wrong: [...missing, ...repeated] };
}

function idsOf(reports: readonly VendorReport[]): Set<string> {
  return new Set(reports.flatMap(({ id, expenses }) => [id, ...expenses.map((expense) => expense.id)]));
}

/** Every change that is stored was taken by the receiver at least once, and those of an object in their order. */
export async function checkDeliveries(
  { manager }: DataSource,
  instanceIds: readonly string[],
  taken: readonly ToldChange[],
): Promise<Check & { readonly repeated: number }> {
  const stored: { id: string }[] = await manager.query(
    'SELECT id::text AS id FROM change_events WHERE instance_id = ANY($1::uuid[])',
    [instanceIds],
  );
  const seen = new Set<string>();
  const latest = new Map<string, bigint>();
  const wrong: string[] = [];
  for (const { id, object } of taken) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (BigInt(id) < (latest.get(object) ?? 0n)) wrong.push(`out of order: change ${id} of ${object}`);
    latest.set(object, BigInt(id));
  }
  const lost = stored.filter(({ id }) => !seen.has(id)).map(({ id }) => `never delivered: change ${id}`);
  return { checked: stored.length, wrong: [...wrong, ...lost], repeated: taken.length - seen.size };
}

/** Some of what is wrong, and how much there is. */
export function toFailures(what: string, { wrong }: Check): string[] {
  if (wrong.length === 0) return [];
  return [`${what}: ${wrong.length} wrong, such as ${wrong.slice(0, SHOWN).join('; ')}`];
}

function sumOf(checks: readonly Check[]): Check {
  return {
    checked: checks.reduce((sum, { checked }) => sum + checked, 0),
    wrong: checks.flatMap(({ wrong }) => wrong),
  };
}
