import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';

/** Where browsers may be sent back to after consent, by organization. */
export class ReturnUrlRepository {
  constructor(private readonly runner: StatementRunner) {}

  async list(context: RequestContext, organizationId: string): Promise<string[]> {
    const rows = await this.runner.query<{ url: string }>(context, {
      text: 'SELECT url FROM organization_return_urls WHERE organization_id = $1 ORDER BY url',
      values: [organizationId],
    });
    return rows.map((row) => row.url);
  }

  /** One that is there already stays. */
  async add(context: RequestContext, organizationId: string, url: string, now: Date): Promise<void> {
    await this.runner.query(context, {
      text: `INSERT INTO organization_return_urls (organization_id, url, created_at) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING`,
      values: [organizationId, url, now],
    });
  }

  /** False when it was not there. */
  async remove(context: RequestContext, organizationId: string, url: string): Promise<boolean> {
    const rows = await this.runner.query(context, {
      text: 'DELETE FROM organization_return_urls WHERE organization_id = $1 AND url = $2 RETURNING url',
      values: [organizationId, url],
    });
    return rows.length > 0;
  }
}
