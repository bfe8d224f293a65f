import type { Company } from '../../company/company';
import { textOf, type Aggregate } from '../../company/records';
import { status, StatusError } from '../status';

/** No two objects may carry the same one. @throws {StatusError} 3210, a code that is not from a recording */
export function checkExternalId(company: Company, fields: Aggregate, ownId: string | null): void {
  const externalId = textOf(fields, 'ExternalGUID');
  const holder = externalId === undefined ? undefined : company.externalIdHolder(externalId);
  if (holder === undefined || holder === ownId) return;
  throw new StatusError(status.invalidValue('ExternalGUID', externalId!, 'It is in use by another object.'));
}
