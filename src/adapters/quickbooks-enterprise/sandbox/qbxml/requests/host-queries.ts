import type { Aggregate, Value } from '../../company/records';
import { answered, retOptions, type RequestContext, type RequestHandler } from '../request-context';
import { writeRet } from '../ret';
import { addressBlock, dataExtensions } from '../rets/references';
import { privateFieldsOf } from '../../company/private-data';
import { textsAt } from '../xml-element';

const VERSIONS = '1.0 1.1 2.0 2.1 3.0 4.0 4.1 5.0 6.0 7.0 8.0 9.0 10.0 11.0 12.0 13.0 14.0 15.0 16.0'.split(' ');
/** Release of QuickBooks, in years after 1990, by the version of qbXML that came with it. */
const RELEASES: readonly (readonly [qbxml: number, release: number])[] = [
  [16, 33],
  [15, 32],
  [14, 28],
  [13, 24],
  [12, 23],
  [11, 22],
  [0, 21],
];
const ADDRESS: Aggregate = { Addr1: '12 Harbor Way', City: 'Sausalito', State: 'CA', PostalCode: '94965' };

export const hostQuery: RequestHandler = (request, context) => {
  const supported = Number(context.settings.supportedVersion);
  const release = RELEASES.find(([qbxml]) => supported >= qbxml)![1];
  const elements: [string, Value][] = [
    ['ProductName', `QuickBooks Enterprise Solutions ${release - 10}.0`],
    ['MajorVersion', String(release)],
    ['MinorVersion', '0'],
    ['Country', 'US'],
    ['SupportedQBXMLVersion', VERSIONS.filter((version) => Number(version) <= supported)],
    ['IsAutomaticLogin', 'false'],
    ['QBFileMode', 'SingleUser'],
  ];
  return answered([writeRet('HostRet', elements, retOptions(request, context))]);
};

export const companyQuery: RequestHandler = (request, context) => {
  const { company } = context;
  const owners = textsAt(request, 'OwnerID');
  const elements: [string, Value | undefined][] = [
    ['IsSampleCompany', 'false'],
    ['CompanyName', company.name],
    ['LegalCompanyName', `${company.name} LLC`],
    ['Address', ADDRESS],
    ['AddressBlock', addressBlock(ADDRESS)],
    ['LegalAddress', ADDRESS],
    ['Phone', '415-555-0100'],
    ['Email', 'books@larkspur.example'],
    ['FirstMonthFiscalYear', 'January'],
    ['FirstMonthIncomeTaxYear', 'January'],
    ['CompanyType', 'Tour Operator'],
    ['EIN', '12-3456789'],
    ['TaxForm', 'Form1120S'],
    ['DataExtRet', dataExtensions(privateFieldsOf(company), owners)],
  ];
  return answered([writeRet('CompanyRet', elements, retOptions(request, context))]);
};

export const preferencesQuery: RequestHandler = (request, context) =>
  answered([writeRet('PreferencesRet', preferences(context), retOptions(request, context))]);

function preferences({ settings }: RequestContext): [string, Aggregate][] {
  return [
    [
      'AccountingPreferences',
      {
        IsUsingAccountNumbers: 'false',
        IsRequiringAccounts: 'true',
        IsUsingClassTracking: String(settings.classTracking),
        AssignClassesTo: settings.classTracking ? 'Items' : 'None',
        IsUsingAuditTrail: 'true',
        IsAssigningJournalEntryNumbers: 'true',
        ClosingDate: settings.closingDate ?? undefined,
      },
    ],
    ['FinanceChargePreferences', { AnnualInterestRate: '0.00', IsAssessingForOverdueCharges: 'false' }],
    ['JobsAndEstimatesPreferences', { IsUsingEstimates: 'false', IsUsingProgressInvoicing: 'false' }],
    ['MultiCurrencyPreferences', { IsMultiCurrencyOn: 'false' }],
    [
      'PurchasesAndVendorsPreferences',
      { IsUsingInventory: 'false', DaysBillsAreDue: '10', IsAutomaticallyUsingDiscounts: 'false' },
    ],
    ['ReportsPreferences', { AgingReportBasis: 'AgeFromDueDate', SummaryReportBasis: 'Accrual' }],
    ['SalesAndCustomersPreferences', { IsTrackingReimbursedExpensesAsIncome: 'false' }],
    ['TimeTrackingPreferences', { FirstDayOfWeek: 'Sunday' }],
    [
      'CurrentAppAccessRights',
      { IsAutomaticLoginAllowed: 'false', IsPersonalDataAccessAllowed: String(settings.personalDataAllowed) },
    ],
  ];
}
