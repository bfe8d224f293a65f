import { v7 as uuidv7, validate as isUuid } from 'uuid';
import type { Clock } from '../clock';
import { InvalidValueError, RecordNotFoundError } from '../errors';
import type {
  NumberedUserRow,
  OrganizationRepository,
  OrganizationRow,
  ViewerRow,
} from '../persistence/repositories/organization.repository';
import type { RequestContext } from '../request-context';
import { createSecret, hashSecret } from '../security/secret';
import { requireCaller } from './caller-scope';

/** Something new, and its secret: shown this once and not kept. */
export interface WithSecret {
  readonly id: string;
  readonly secret: string;
}

const MAX_NAME_LENGTH = 200;

/** Organizations and their users: made from the command line, read by whoever is signed in. */
export class OrganizationService {
  constructor(
    private readonly organizations: OrganizationRepository,
    private readonly clock: Clock,
  ) {}

  async createOrganization(context: RequestContext, name: string): Promise<WithSecret> {
    if (name.trim() === '' || name.length > MAX_NAME_LENGTH) throw badName();
    const organization = { id: uuidv7(), secret: createSecret() };
    await this.organizations.insertOrganization(context, {
      id: organization.id,
      name,
      secretHash: hashSecret(organization.secret),
      createdAt: this.clock.now(),
    });
    return organization;
  }

  async createUser(
    context: RequestContext,
    user: { readonly organizationId: string; readonly name: string | null; readonly email: string | null },
  ): Promise<WithSecret> {
    const known = isUuid(user.organizationId)
      ? await this.organizations.findOrganization(context, user.organizationId)
      : null;
    if (known === null) throw new RecordNotFoundError('Organization', user.organizationId);
    const created = { id: uuidv7(), secret: createSecret() };
    await this.organizations.insertUser(context, {
      ...user,
      id: created.id,
      secretHash: hashSecret(created.secret),
      createdAt: this.clock.now(),
    });
    return created;
  }

  listOrganizations(context: RequestContext): Promise<OrganizationRow[]> {
    return this.organizations.listOrganizations(context);
  }

  /** Users of the caller's organization, by id; others are absent. */
  async findUsers(context: RequestContext, ids: readonly string[]): Promise<ReadonlyMap<string, NumberedUserRow>> {
    const { organizationId } = requireCaller(context);
    const rows = await this.organizations.findUsers(context, organizationId, [...new Set(ids)]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Who is asking. */
  async getViewer(context: RequestContext): Promise<ViewerRow> {
    const { userId } = requireCaller(context);
    const viewer = await this.organizations.findViewer(context, userId);
    if (viewer === null) throw new RecordNotFoundError('User', userId);
    return viewer;
  }
}

function badName(): InvalidValueError {
  return new InvalidValueError('INVALID_INPUT', `An organization's name has 1 to ${MAX_NAME_LENGTH} characters.`, {
    expected: `1 to ${MAX_NAME_LENGTH} characters.`,
  });
}
