import type { CompanyCardValue } from '../records';
import { readBoolean, readEmail, readText, readToken, type RawRecord } from './raw-record';
import { readDay, readMoment } from './vendor-date';

const IMPORTED = '200';

/** One entry of the domain's card list in our words; null when it has no ID. */
export function toCompanyCard(raw: RawRecord): CompanyCardValue | null {
  const remoteId = readToken(raw.cardID) ?? readToken(raw.cardId);
  if (remoteId === null) return null;
  return {
    remoteId,
    name: readText(raw.cardName),
    bank: readText(raw.bank),
    number: readToken(raw.cardNumber),
    employeeEmail: readEmail(raw.email),
    employeeNumber: readText(raw.externalEmployeeID),
    reimbursable: readBoolean(raw.reimbursable),
    createdAt: readMoment(raw.created).at,
    lastImport: toLastImport(raw),
    importsFrom: readDay(raw.scrapeMinDate),
  };
}

/** No time of an import says that there was none, whatever its result says. */
function toLastImport(raw: RawRecord): CompanyCardValue['lastImport'] {
  if (readToken(raw.lastImport) === null) return null;
  const vendorCode = readToken(raw.lastImportResult);
  return {
    at: readMoment(raw.lastImport).at,
    succeeded: vendorCode === null ? null : vendorCode === IMPORTED,
    vendorCode,
  };
}
