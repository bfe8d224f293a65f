import type { AgentFacts, VendorAgent } from '../../agent';
import { factOf } from '../facts';
import {
  HRESULT_NO_COMPANY_OPEN,
  HRESULT_NOT_RUNNING,
  HRESULT_OTHER_COMPANY_OPEN,
  isHresult,
  problemOfHresult,
} from '../hresults';

/** More than twice, Intuit's guide says, is no use. */
const MAX_TRIES = 2;

/**
 * What a failure to open the books means, and whether another place is worth a try. `tries` is how often this session
 * has been told to try again.
 */
export const explain: VendorAgent['explain'] = (failure, facts, tries) => {
  const problem = problemOfHresult(failure.code, failure.vendorMessage);
  return { problem, tryAgain: tries < MAX_TRIES ? otherPlace(failure.code, facts, tries) : null };
};

function otherPlace(code: string, facts: AgentFacts, tries: number): { readonly accountPlace: string | null } | null {
  // Not those that were asked for: whether what is open is the right books all the same, its FileID says.
  if (isHresult(code, HRESULT_OTHER_COMPANY_OPEN)) return { accountPlace: null };
  const nothingOpen = isHresult(code, HRESULT_NOT_RUNNING) || isHresult(code, HRESULT_NO_COMPANY_OPEN);
  const place = factOf(facts, 'companyFile');
  return nothingOpen && place !== null && tries === 0 ? { accountPlace: place } : null;
}
