import { OAuthConsentRepository } from '../persistence/repositories/oauth-consent.repository';
import { OrganizationRepository } from '../persistence/repositories/organization.repository';
import { ReturnUrlRepository } from '../persistence/repositories/return-url.repository';
import { ConsentCallback } from '../services/oauth/consent-callback';
import { ConsentCompletionService } from '../services/oauth/consent-completion.service';
import { ConsentPageService } from '../services/oauth/consent-page.service';
import { ConsentRequestService } from '../services/oauth/consent-request.service';
import { ConsentVault } from '../services/oauth/consent-vault';
import { GrantReturn } from '../services/oauth/grant-return';
import { GrantUpkeepService } from '../services/oauth/grant-upkeep.service';
import { InstanceAuthorizationService } from '../services/oauth/instance-authorization.service';
import { ReturnUrlService } from '../services/oauth/return-url.service';
import { OrganizationService } from '../services/organization.service';
import type { Foundation } from './foundation';
import type { InstanceParts } from './instances';
import type { VendorParts } from './vendors';

/** Consents at vendors: asked for, completed, kept alive, given back. */
export interface ConsentParts {
  readonly rows: OAuthConsentRepository;
  readonly vault: ConsentVault;
  readonly pages: ConsentPageService;
  readonly requests: ConsentRequestService;
  readonly completion: ConsentCompletionService;
  /** What our page for consents that were given does. */
  readonly callback: ConsentCallback;
  readonly grantReturn: GrantReturn;
  readonly grantUpkeep: GrantUpkeepService;
  readonly authorizations: InstanceAuthorizationService;
  readonly returnUrls: ReturnUrlService;
  readonly organizations: OrganizationService;
}

export function composeConsents(
  foundation: Foundation,
  { connections, statuses }: VendorParts,
  { check, exchange, service, provisioning }: InstanceParts,
): ConsentParts {
  const { context, catalog, encryption, jobs, database, tasks, clock, rows } = foundation;
  const { instances, configuration } = rows;
  const consents = new OAuthConsentRepository(database);
  const vault = new ConsentVault(encryption);
  const returns = new GrantReturn({ catalog, exchange, consents, vault, database, clock });
  const flow = { catalog, exchange, returns, consents, vault, database, clock };
  const ends = { ...flow, check, instances: service };
  const organizations = new OrganizationRepository(database);
  const returnUrls = new ReturnUrlService(new ReturnUrlRepository(database), organizations, clock);
  const authorizations = new InstanceAuthorizationService(catalog, configuration);
  const upkeep = { catalog, authorizations, connections, instances, statuses, jobs, database, tasks, clock };
  const grantUpkeep = new GrantUpkeepService(upkeep);
  grantUpkeep.registerJobs(context);
  jobs.registerCron('return-grants', '* * * * *', () => returns.round(context));
  return {
    rows: consents,
    vault,
    pages: new ConsentPageService(catalog, check, exchange),
    requests: new ConsentRequestService({ ...ends, returnUrls }),
    completion: new ConsentCompletionService({ ...ends, provisioning }),
    callback: new ConsentCallback({ ...flow, returnUrls }),
    grantReturn: returns,
    grantUpkeep,
    authorizations,
    returnUrls,
    organizations: new OrganizationService(organizations, clock),
  };
}
