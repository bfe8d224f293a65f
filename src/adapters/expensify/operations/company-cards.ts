import type { VendorConnection } from '../../adapter';
import type { CompanyCardValue } from '../../records';
import { toCompanyCard } from '../card-mapping';
import { getDomainCards } from '../client';

/** The cards that a domain's administrators have set up. A card without an ID is left out. */
export async function listCompanyCards(connection: VendorConnection, domain: string): Promise<CompanyCardValue[]> {
  const cards = await getDomainCards(connection, 'cards.list', domain.trim().toLowerCase());
  return cards.flatMap((raw) => toCompanyCard(raw) ?? []);
}
