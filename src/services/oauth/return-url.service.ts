import { validate as isUuid } from 'uuid';
import type { Clock } from '../../clock';
import { InvalidValueError, RecordNotFoundError } from '../../errors';
import type { OrganizationRepository } from '../../persistence/repositories/organization.repository';
import type { ReturnUrlRepository } from '../../persistence/repositories/return-url.repository';
import type { RequestContext } from '../../request-context';

const MAX_LENGTH = 2_000;
const EXPECTED =
  'An https address (http for localhost alone) without a fragment or a password, of at most 2000 characters, such as ' +
  'https://app.example.com/connected';

/** Where browsers may be sent back to after consent: an administrator says so, once for each address. */
export class ReturnUrlService {
  constructor(
    private readonly urls: ReturnUrlRepository,
    private readonly organizations: OrganizationRepository,
    private readonly clock: Clock,
  ) {}

  async list(context: RequestContext, organizationId: string): Promise<string[]> {
    await this.requireOrganization(context, organizationId);
    return this.urls.list(context, organizationId);
  }

  /** One that is registered already stays so. */
  async add(context: RequestContext, organizationId: string, url: string): Promise<void> {
    await this.requireOrganization(context, organizationId);
    if (!isReturnUrl(url)) {
      throw new InvalidValueError('INVALID_INPUT', `A browser cannot be sent back to this: ${EXPECTED}.`, {
        expected: EXPECTED,
      });
    }
    await this.urls.add(context, organizationId, url, this.clock.now());
  }

  async remove(context: RequestContext, organizationId: string, url: string): Promise<void> {
    await this.requireOrganization(context, organizationId);
    if (await this.urls.remove(context, organizationId, url)) return;
    const suggestions = await this.urls.list(context, organizationId);
    throw new RecordNotFoundError('ReturnUrl', url, { suggestions });
  }

  async isRegistered(context: RequestContext, organizationId: string, url: string): Promise<boolean> {
    return (await this.urls.list(context, organizationId)).includes(url);
  }

  /** Null when browsers may be sent there. Letter for letter: an address that is nearly the same is another. */
  async problemWith(
    context: RequestContext,
    organizationId: string,
    url: string,
    path: readonly string[],
  ): Promise<InvalidValueError | null> {
    const known = await this.urls.list(context, organizationId);
    if (known.includes(url)) return null;
    const expected =
      known.length === 0 ? 'One that an administrator has registered; there is none yet.' : known.join(', ');
    const message = 'This return address is not registered for your organization.';
    return new InvalidValueError('INVALID_INPUT', message, { path, expected, suggestions: known });
  }

  private async requireOrganization(context: RequestContext, organizationId: string): Promise<void> {
    const known = isUuid(organizationId) ? await this.organizations.findOrganization(context, organizationId) : null;
    if (known === null) throw new RecordNotFoundError('Organization', organizationId);
  }
}

function isReturnUrl(text: string): boolean {
  if (!URL.canParse(text) || text.length > MAX_LENGTH || /[\0-\x20]/.test(text)) return false;
  const { protocol, hostname, hash, username, password } = new URL(text);
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1';
  return (protocol === 'https:' || (protocol === 'http:' && isLocal)) && hash + username + password === '';
}
