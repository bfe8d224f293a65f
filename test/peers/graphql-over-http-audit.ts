import { type AuditFail, auditServer } from 'graphql-http';

/** One failed audit, such as `SHOULD 572B use 200 status code …: Status code 400 is not 200`. */
export type FailedAudit = string;

export interface AuditReport {
  /** How many audits there are of each level. */
  readonly counts: Readonly<Record<'MUST' | 'SHOULD' | 'MAY', number>>;
  readonly failed: Readonly<Record<'MUST' | 'SHOULD' | 'MAY', readonly FailedAudit[]>>;
}

type Level = keyof AuditReport['counts'];

/** Runs graphql-http's audits of GraphQL over HTTP against an endpoint whose schema may be any. */
export async function auditGraphqlOverHttp(url: string): Promise<AuditReport> {
  const counts = { MUST: 0, SHOULD: 0, MAY: 0 };
  const failed: Record<Level, FailedAudit[]> = { MUST: [], SHOULD: [], MAY: [] };
  for (const result of await auditServer({ url, fetchFn: fetch })) {
    const level = result.name.split(' ', 1)[0] as Level;
    counts[level] += 1;
    if (result.status !== 'ok') failed[level].push(describeFailure(result));
    if (result.status !== 'ok') await result.response.body?.cancel();
  }
  return { counts, failed };
}

function describeFailure(result: AuditFail): FailedAudit {
  return `${result.id} ${result.name}: ${result.reason}`;
}
