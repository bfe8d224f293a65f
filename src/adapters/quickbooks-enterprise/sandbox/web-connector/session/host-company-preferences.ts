import { RequestProcessorError, type AnnouncedVersion, type RequestProcessorSession } from '../../request-processor';

/** Tried in this order after the version that is announced, which may be more than is taken. */
const FALLBACK_VERSIONS = ['13.0', '8.0', '2.0'];
const UNSUPPORTED_VERSION = '0x80040423';

/**
 * What the program tells of itself with the first request of a session: the host, the company with what we keep in it, and
 * its preferences.
 * @throws {RequestProcessorError}
 */
export function queryHostCompanyPreferences(
  session: RequestProcessorSession,
  announced: AnnouncedVersion,
  ownerId: string,
): string {
  const [version, ...others] = [`${announced.major}.${announced.minor}`, ...FALLBACK_VERSIONS];
  return query(session, ownerId, version!, others);
}

function query(session: RequestProcessorSession, ownerId: string, version: string, others: string[]): string {
  try {
    return [...session.processRequest(writeQuery(version, ownerId))].join('');
  } catch (error) {
    const [next, ...rest] = others;
    const unsupported = error instanceof RequestProcessorError && sameCode(error.hresult, UNSUPPORTED_VERSION);
    if (!unsupported || next === undefined) throw error;
    return query(session, ownerId, next, rest);
  }
}

function sameCode(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function writeQuery(version: string, ownerId: string): string {
  return [
    `<?xml version="1.0"?><?qbxml version="${version}"?>`,
    '<QBXML><QBXMLMsgsRq onError="continueOnError">',
    '<HostQueryRq requestID="0"></HostQueryRq>',
    `<CompanyQueryRq requestID="1"><OwnerID>${ownerId}</OwnerID></CompanyQueryRq>`,
    '<PreferencesQueryRq requestID="2"></PreferencesQueryRq>',
    '</QBXMLMsgsRq></QBXML>',
  ].join('');
}
