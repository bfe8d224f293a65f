import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';

export interface OrganizationRow {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

export interface UserRow {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string | null;
  readonly email: string | null;
}

/** A user as the platform's calls name one. */
export interface NumberedUserRow extends UserRow {
  /** REST's id: digits. */
  readonly number: string;
}

export interface ViewerRow extends UserRow {
  readonly organizationName: string;
}

/** Organizations and their users. */
export class OrganizationRepository {
  constructor(private readonly runner: StatementRunner) {}

  async insertOrganization(
    context: RequestContext,
    organization: { id: string; name: string; secretHash: Buffer; createdAt: Date },
  ): Promise<void> {
    await this.runner.query(context, {
      text: 'INSERT INTO organizations (id, name, secret_hash, created_at) VALUES ($1, $2, $3, $4)',
      values: [organization.id, organization.name, organization.secretHash, organization.createdAt],
    });
  }

  async insertUser(context: RequestContext, user: UserRow & { secretHash: Buffer; createdAt: Date }): Promise<void> {
    await this.runner.query(context, {
      text: 'INSERT INTO users (id, organization_id, name, email, secret_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
      values: [user.id, user.organizationId, user.name, user.email, user.secretHash, user.createdAt],
    });
  }

  async findOrganization(context: RequestContext, id: string): Promise<OrganizationRow | null> {
    const rows = await this.runner.query<OrganizationRow>(context, {
      text: 'SELECT id, name, created_at AS "createdAt" FROM organizations WHERE id = $1',
      values: [id],
    });
    return rows[0] ?? null;
  }

  async listOrganizations(context: RequestContext): Promise<OrganizationRow[]> {
    return this.runner.query<OrganizationRow>(context, {
      text: 'SELECT id, name, created_at AS "createdAt" FROM organizations ORDER BY created_at, id',
    });
  }

  /** Those of the organization. */
  async findUsers(context: RequestContext, organizationId: string, ids: readonly string[]): Promise<NumberedUserRow[]> {
    return this.runner.query<NumberedUserRow>(context, {
      name: 'users-by-ids',
      text: `SELECT u.id, u.number::text AS number, u.organization_id AS "organizationId", u.name, u.email
             FROM users u WHERE u.organization_id = $1 AND u.id = ANY($2::uuid[])`,
      values: [organizationId, ids],
    });
  }

  async findViewer(context: RequestContext, userId: string): Promise<ViewerRow | null> {
    const rows = await this.runner.query<ViewerRow>(context, {
      name: 'viewer-by-id',
      text: `SELECT u.id, u.organization_id AS "organizationId", u.name, u.email, o.name AS "organizationName"
             FROM users u JOIN organizations o ON o.id = u.organization_id WHERE u.id = $1`,
      values: [userId],
    });
    return rows[0] ?? null;
  }
}
