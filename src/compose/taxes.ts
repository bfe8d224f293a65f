import { TaxCodeRepository } from '../persistence/repositories/tax-code.repository';
import { TaxDocumentChangeRepository } from '../persistence/repositories/tax-document-change.repository';
import { TaxDocumentRepository } from '../persistence/repositories/tax-document.repository';
import { TaxAccess } from '../services/tax/tax-access';
import { TaxAddressService } from '../services/tax/tax-address.service';
import { TaxChangeRun } from '../services/tax/tax-change-run';
import { TaxCodeService } from '../services/tax/tax-code.service';
import { TaxDocumentReadService } from '../services/tax/tax-document-read.service';
import { TaxDocumentTurns } from '../services/tax/tax-document-turns';
import { TaxDocumentService } from '../services/tax/tax-document.service';
import type { Foundation } from './foundation';
import type { RecordParts } from './records';
import type { VendorParts } from './vendors';
import type { WriteParts } from './writes';

/** Taxes: documents, codes and addresses. */
export interface TaxParts {
  readonly documents: TaxDocumentService;
  readonly documentReads: TaxDocumentReadService;
  readonly codes: TaxCodeService;
  readonly addresses: TaxAddressService;
}

export function composeTaxes(
  foundation: Foundation,
  { connections, statuses }: VendorParts,
  { instanceReads }: RecordParts,
  { idempotency }: WriteParts,
): TaxParts {
  const { catalog, leases, database, tasks, clock, rows } = foundation;
  const access = new TaxAccess(catalog, instanceReads, connections, statuses, database);
  const documentRows = new TaxDocumentRepository(database);
  const changes = new TaxDocumentChangeRepository(database);
  const documentReads = new TaxDocumentReadService(documentRows, changes);
  const documents = new TaxDocumentService(
    access,
    documentReads,
    documentRows,
    new TaxChangeRun(documentRows, changes, rows.changeEvents, database, clock),
    new TaxDocumentTurns(leases, tasks, clock),
    idempotency,
    tasks,
    database,
    clock,
  );
  return {
    documents,
    documentReads,
    codes: new TaxCodeService(access, new TaxCodeRepository(database), leases, database, tasks, clock),
    addresses: new TaxAddressService(access, clock),
  };
}
