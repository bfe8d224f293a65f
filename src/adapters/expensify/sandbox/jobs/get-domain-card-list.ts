import { domainCards } from '../data/domain-cards';
import type { JobAnswer, JobContext } from '../job';
import { checkDomainAdmin } from '../policy-access';
import { asTyped, encodeEntities } from '../text-encoding';

/** `get` / `domainCardList`. */
export function getDomainCardList({ description, company, faults, now }: JobContext): JobAnswer {
  checkDomainAdmin(company, description.inputSettings.requiredText('domain'));
  const encode = faults.has('entities') ? asTyped : encodeEntities;
  const domainCardList = domainCards(company, now().getTime()).map((card) => ({
    ...card,
    cardName: encode(card.cardName),
  }));
  return { kind: 'envelope', body: { responseCode: 200, domainCardList } };
}
