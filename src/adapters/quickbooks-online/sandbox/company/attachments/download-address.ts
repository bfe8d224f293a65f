import type { Company } from '../company';
import { findEntity } from '../entities';
import { faults } from '../fault';
import { textAt } from '../json';
import { checkId } from '../write-object';

/** What `GET /download/{id}` answers, as text. Throws a `CompanyFault` for what has no file. */
export function downloadAddress(company: Company, id: string): string {
  const stored = company.store.find('Attachable', checkId(id));
  const shown = stored === undefined ? undefined : company.present(findEntity('Attachable')!, stored);
  const address = textAt(shown, 'TempDownloadUri');
  if (address === undefined) throw faults.notFound();
  return address;
}
