import type { VendorAdapter } from '../adapters/adapter';
import type { CompanyCardValue } from '../adapters/records';
import { BadUserInputError, UnsupportedOperationError } from '../errors';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type { RequestContext } from '../request-context';
import type { CatalogService } from './catalog.service';
import type { DirectReadService } from './direct-read.service';
import { parseDomainName } from './domain-name';

/** Cards of companies, which are not kept. */
export class CompanyCardService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly reads: DirectReadService,
  ) {}

  /** The cards of an internet domain, in the vendor's order. The instance is one that the caller sees. */
  async listCards(
    context: RequestContext,
    instance: InstanceRow,
    domain: string,
  ): Promise<readonly CompanyCardValue[]> {
    const list = requireCards(this.catalog.get(instance.elementKey));
    const asked = parseDomainName(domain);
    if (asked === null) throw new BadUserInputError('A domain looks like `example.com`.', { path: ['domain'] });
    return this.reads.ask(context, instance, (connection) => list(connection, asked));
  }
}

function requireCards({ catalog, listCompanyCards }: VendorAdapter): NonNullable<VendorAdapter['listCompanyCards']> {
  if (listCompanyCards !== undefined) return listCompanyCards;
  const { key, name } = catalog;
  throw new UnsupportedOperationError(key, 'CARDS', 'LIST', `${name} cannot be asked for cards.`);
}
