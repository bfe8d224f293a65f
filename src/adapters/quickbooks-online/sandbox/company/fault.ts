export type FaultType = 'ValidationFault' | 'SystemFault';

export interface FaultError {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  /** Absent = the answer has none. */
  readonly element?: string;
}

/** What the accounting service refuses a call, or one item of a batch, with. */
export class CompanyFault extends Error {
  constructor(
    readonly error: FaultError,
    readonly type: FaultType = 'ValidationFault',
    readonly status = 400,
    /** A few faults come without the time in their envelope. */
    readonly timed = true,
  ) {
    super(`${error.code}: ${error.detail}`);
    this.name = new.target.name;
  }
}

const INACTIVE =
  "Object Not Found : Something you're trying to use has been made inactive. Check the fields with accounts, " +
  'customers, items, vendors or employees.';

export const faults = {
  unsupported: (what: string) =>
    new CompanyFault({
      code: '500',
      message: 'Unsupported Operation',
      detail: `${what} is not supported.`,
      element: 'Operation',
    }),
  notFound: () => new CompanyFault({ code: '610', message: 'Object Not Found', detail: INACTIVE, element: '' }),
  invalidProperty: (detail: string) =>
    new CompanyFault({
      code: '2010',
      message: 'Request has invalid or unsupported property',
      detail: `Property Name:${detail} specified is unsupported or invalid`,
    }),
  missing: (path: string) =>
    new CompanyFault({
      code: '2020',
      message: 'Required param missing, need to supply the required value for the API',
      detail: `Required parameter ${path} is missing in the request`,
      element: path,
    }),
  invalidId: (given: string) =>
    new CompanyFault(
      {
        code: '2030',
        message: 'Invalid ID',
        detail: `Id should be a valid number. Supplied value:${given}`,
        element: 'Id',
      },
      'ValidationFault',
      400,
      false,
    ),
  tooLong: (path: string, max: number, given: number) =>
    new CompanyFault({
      code: '2050',
      message: 'String length is either shorter or longer than supported by specification',
      detail: `String length specified does not match the supported length. Min:0 Max:${max} supported. Supplied length:${given}`,
      element: path,
    }),
  badNumber: (path: string, given: string) =>
    new CompanyFault({
      code: '2080',
      message: 'Invalid Number',
      detail: `Invalid Number : ${given} is not a number`,
      element: path,
    }),
  badValue: (path: string, given: string, allowed: string) =>
    new CompanyFault({
      code: '2170',
      message: 'Invalid Enumeration',
      detail: `Invalid Enumeration : ${given}. Allowed: ${allowed}`,
      element: path,
    }),
  badCharacters: (path: string, given: string) =>
    new CompanyFault({
      code: '2390',
      message: 'Invalid String',
      detail: `Invalid String. The string has characters that are not supported: ${given}`,
      element: path,
    }),
  badReference: (kind: string, id: string, path: string) =>
    new CompanyFault({
      code: '2500',
      message: 'Invalid Reference Id',
      detail: `Invalid Reference Id : ${kind} element id ${id} not found`,
      element: path,
    }),
  queryParser: (detail: string) =>
    new CompanyFault({ code: '4000', message: 'Error parsing query', detail: `QueryParserError: ${detail}` }),
  queryValidation: (detail: string) =>
    new CompanyFault({ code: '4001', message: 'Invalid query', detail: `QueryValidationError: ${detail}` }),
  stale: (user: string) =>
    new CompanyFault({
      code: '5010',
      message: 'Stale Object Error',
      detail:
        `Stale Object Error : You and ${user} were working on this at the same time. ${user} finished before you did, ` +
        'so your work was not saved.',
      element: '',
    }),
  business: (detail: string, element = '') =>
    new CompanyFault({
      code: '6000',
      message: 'A business validation error has occurred while processing your request',
      detail: `Business Validation Error: ${detail}`,
      element,
    }),
  duplicateNumber: (number: string, type: string, id: string) =>
    new CompanyFault({
      code: '6140',
      message: 'Duplicate Document Number Error',
      detail:
        'Duplicate Document Number Error : You must specify a different number. This number has already been used. ' +
        `DocNumber=${number} is assigned to TxnType=${type} with TxnId=${id}`,
      element: '',
    }),
  periodClosed: () =>
    new CompanyFault({
      code: '6210',
      message: 'Account Period Closed, Cannot Update Through Services API',
      detail:
        'The account period has closed and the account books cannot be updated through the QBO Services API. ' +
        'Please use the QBO website to make these changes.',
      element: '',
    }),
  duplicateName: () =>
    new CompanyFault({
      code: '6240',
      message: 'Duplicate Name Exists Error',
      detail: 'The name supplied already exists. : null',
      element: '',
    }),
  system: (detail: string, status = 500) =>
    new CompanyFault(
      {
        code: '10000',
        message: 'An application error has occurred while processing your request',
        detail: `System Failure Error: ${detail}`,
        element: 'SystemFailureError',
      },
      'SystemFault',
      status,
    ),
};
