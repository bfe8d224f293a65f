import { systemClock } from '../clock';
import { loadConfig } from '../config';
import { createSilentLogger } from '../logger';
import { Database } from '../persistence/database';
import { assertMigrated } from '../persistence/migrate';
import { OrganizationRepository } from '../persistence/repositories/organization.repository';
import { ReturnUrlRepository } from '../persistence/repositories/return-url.repository';
import { createRequestContext, type RequestContext } from '../request-context';
import { ReturnUrlService } from '../services/oauth/return-url.service';
import { OrganizationService } from '../services/organization.service';
import { withDatabase } from './command-database';

/** Gives a command the organizations of the service's database. */
export function withOrganizations<T>(
  work: (parts: {
    readonly service: OrganizationService;
    readonly returnUrls: ReturnUrlService;
    readonly context: RequestContext;
  }) => Promise<T>,
): Promise<T> {
  const logger = createSilentLogger();
  return withDatabase(loadConfig(process.env, ['DATABASE_URL']), logger, async (dataSource) => {
    await assertMigrated(dataSource);
    const database = new Database(dataSource);
    const repository = new OrganizationRepository(database);
    return work({
      service: new OrganizationService(repository, systemClock),
      returnUrls: new ReturnUrlService(new ReturnUrlRepository(database), repository, systemClock),
      context: createRequestContext({ logger }),
    });
  });
}
