import type { CompanyStore } from './company-store';
import type { Policy } from './data/company';
import type { ExpensifyFaults } from './faults';
import { JobError } from './job-error';

/** The policy, if our account administers it. Throws 404 for one that it does not see, 403 for one that it only uses. */
export function getAdministeredPolicy(company: CompanyStore, id: string): Policy {
  const policy = company.findPolicy(id);
  if (policy === undefined) throw new JobError(404, 'Policy not found');
  if (policy.role !== 'admin') throw new JobError(403, `Only policy admins may do this in policy ${id}`);
  return policy;
}

/** Throws 403 for a domain other than that of our account. */
export function checkDomainAdmin(company: CompanyStore, domain: string): void {
  if (domain.toLowerCase() !== company.domain) throw new JobError(403, `Only domain admins may do this for ${domain}`);
}

/** Throws 500 for somebody whom our account may not act for. */
export function checkGrant(company: CompanyStore, faults: ExpensifyFaults, email: string): void {
  if (email.toLowerCase() === company.apiAccount) return;
  if (company.mayActFor(email) && !faults.has('no-grant')) return;
  throw new JobError(500, `Not authorized to authenticate as user ${email}`);
}
