import type { AgentAnnouncement, AgentFacts, AgentGreeting, AgentProblem, AgentSetup } from '../../agent';
import { currencyCodeOf } from '../currency-names';
import { FACT, type FactName } from '../facts';
import { versionNumber } from '../qbxml/versions';
import { ANNOUNCED } from './announcement';
import {
  elementIn,
  elementsIn,
  readGreetingAnswers,
  textIn,
  textsIn,
  type AnswerElement,
  type GreetingAnswers,
} from './greeting-answers';
import { OWNER_ID } from './setup-file';

/**
 * Whether the books that are open are those of this connection: when it was added, the Web Connector wrote its FileID into
 * them, under the id of our application. Nothing else of a company file is its own for good: neither its name nor its place.
 */
export function greet(announcement: AgentAnnouncement, setup: Pick<AgentSetup, 'accountMark'>): AgentGreeting {
  const answers = readGreetingAnswers(announcement[ANNOUNCED.answers] ?? '');
  if (answers === null) return { facts: {}, problem: NOTHING_TOLD };
  const found = fileIdIn(answers.company);
  if (found !== canonicalGuid(setup.accountMark)) {
    return { facts: {}, problem: wrongBooks(answers.company, found, announcement) };
  }
  return { facts: factsIn(answers, found, announcement), problem: null };
}

const NOTHING_TOLD: AgentProblem = {
  code: null,
  message:
    'QuickBooks did not tell which company file is open. Open the company file of this connection in QuickBooks; the ' +
    'next session tries again.',
  remedy: 'RETRY',
};

function wrongBooks(company: AnswerElement, found: string | null, announcement: AgentAnnouncement): AgentProblem {
  const name = textIn(company, 'CompanyName');
  const place = announcement[ANNOUNCED.companyFile] ?? '';
  const books = `The company file${name === '' ? '' : ` of "${name}"`}${place === '' ? '' : ` (${place})`}`;
  const why =
    found === null
      ? 'was never added to the Web Connector for this connection'
      : 'belongs to another connection of this application';
  const mend =
    'Open the company file of this connection in QuickBooks. If this is it, remove the application from the Web ' +
    'Connector, and add the setup file of this connection again while the company file is open.';
  return { code: null, message: `${books} is open, which ${why}. ${mend}`, remedy: 'WRONG_ACCOUNT' };
}

function fileIdIn(company: AnswerElement): string | null {
  const ours = elementsIn(company, 'DataExtRet').find((field) => {
    const owner = textIn(field, 'OwnerID');
    const isOurs = owner === '' || canonicalGuid(owner) === canonicalGuid(OWNER_ID);
    return isOurs && textIn(field, 'DataExtName').toLowerCase() === 'fileid';
  });
  return ours === undefined ? null : canonicalGuid(textIn(ours, 'DataExtValue'));
}

function canonicalGuid(guid: string): string {
  return guid.replace(/[{}\s]/g, '').toLowerCase();
}

/** Of what is not told, an empty text: what was known of it before may not hold any more. */
function factsIn(answers: GreetingAnswers, fileId: string, announcement: AgentAnnouncement): AgentFacts {
  const { host, company, preferences } = answers;
  const accounting = elementIn(preferences, 'AccountingPreferences');
  const currencies = elementIn(preferences, 'MultiCurrencyPreferences');
  const rights = elementIn(preferences, 'CurrentAppAccessRights');
  const homeCurrency = textIn(elementIn(currencies, 'HomeCurrencyRef'), 'FullName');
  const facts: Partial<Record<FactName, string>> = {
    qbxmlVersion: qbxmlVersion(host, announcement),
    country: announcement[ANNOUNCED.country] || textIn(host, 'Country'),
    productName: textIn(host, 'ProductName'),
    majorVersion: textIn(host, 'MajorVersion'),
    minorVersion: textIn(host, 'MinorVersion'),
    companyName: textIn(company, 'CompanyName'),
    companyFile: announcement[ANNOUNCED.companyFile] ?? '',
    fileId,
    homeCurrency: currencyCodeOf(homeCurrency) ?? '',
    isMultiCurrency: flag(currencies, 'IsMultiCurrencyOn'),
    isUsingClasses: flag(accounting, 'IsUsingClassTracking'),
    closingDate: textIn(accounting, 'ClosingDate'),
    personalData: flag(rights, 'IsPersonalDataAccessAllowed'),
  };
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [FACT[name as FactName], value]));
}

/** What the program says of QuickBooks in numbers of its own; where it does not, the highest that QuickBooks lists. */
function qbxmlVersion(host: AnswerElement, announcement: AgentAnnouncement): string {
  const major = announcement[ANNOUNCED.majorVersion] ?? '';
  if (/^[1-9]\d*$/.test(major)) return `${major}.${announcement[ANNOUNCED.minorVersion] || '0'}`;
  const listed = textsIn(host, 'SupportedQBXMLVersion');
  return listed.reduce((highest, each) => (versionNumber(each) > versionNumber(highest) ? each : highest), '');
}

/** `true` or `false`; the schema has 1 and 0 besides. */
function flag(element: AnswerElement, name: string): string {
  const text = textIn(element, name).toLowerCase();
  if (text === '') return '';
  return String(text === 'true' || text === '1');
}
