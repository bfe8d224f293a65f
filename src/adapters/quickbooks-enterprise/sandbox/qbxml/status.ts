export interface Status {
  readonly code: number;
  readonly severity: 'Info' | 'Warn' | 'Error';
  readonly message: string;
}

/** What ends one request, and not the document. */
export class StatusError extends Error {
  constructor(readonly status: Status) {
    super(status.message);
    this.name = new.target.name;
  }
}

export const OK: Status = { code: 0, severity: 'Info', message: 'Status OK' };
export const NO_MATCH: Status = {
  code: 1,
  severity: 'Info',
  message: 'A query request did not find a matching object in QuickBooks',
};
export const NOT_PROCESSED = error(3231, 'The request has not been processed.');

const NO_RECORD = 'QuickBooks error message: Invalid argument.  The specified record does not exist in the list.';

export function error(code: number, message: string): Status {
  return { code, severity: 'Error', message };
}

/** The words of 500, 3100, 3120, 3130, 3140, 3231 and 3250 are those of QuickBooks; of the others only the sense. */
export const status = {
  incomplete: (missing: readonly string[]): Status => ({
    code: 500,
    severity: 'Warn',
    message:
      'The query request has not been fully completed. ' +
      `There was a required element ("${missing.join('", "')}") that could not be found in QuickBooks.`,
  }),
  unsupported: error(1030, 'The request is not supported by this implementation.'),
  longRequestId: error(1060, 'The value of the requestID attribute is too long. It can have 50 characters.'),
  invalidId: (id: string, field: string) =>
    error(3000, `The given object ID "${id}" in the field "${field}" is invalid.`),
  invalidRange: (from: string, to: string) => error(3030, `The from date "${from}" is after the to date "${to}".`),
  cannotStore: (value: string, field: string) =>
    error(3090, `There was an error when storing "${value}" in the "${field}" field.`),
  nameInUse: (name: string) => error(3100, `The name "${name}" of the list element is already in use.`),
  longName: (name: string) => error(3110, `The resulting name "${name}" of the list element is too long.`),
  notFound: (id: string) => error(3120, `Object "${id}" specified in the request cannot be found.  ${NO_RECORD}`),
  invalidParent: (parent: string, list: string) =>
    error(3130, `There is an invalid reference to a parent "${parent}" in the ${list} list.  ${NO_RECORD}`),
  invalidReference: (list: string, value: string, where: string) =>
    error(3140, `There is an invalid reference to QuickBooks ${list} "${value}" in the ${where}.  ${NO_RECORD}`),
  missingElement: (name: string) => error(3150, `There is a missing element: "${name}".`),
  inUse: (id: string) => error(3160, `Cannot delete the object specified by the id = "${id}". It is in use.`),
  closedPeriod: (kind: string) =>
    error(
      3171,
      `An attempt was made to modify a ${kind} with a date that is on or before the closing date of the company.`,
    ),
  staleSequence: (sequence: string) => error(3200, `The provided edit sequence "${sequence}" is out-of-date. `),
  invalidValue: (field: string, value: string, reason: string) =>
    error(3210, `The "${field}" field has an invalid value "${value}".  QuickBooks error message: ${reason}`),
  featureOff: error(3250, 'This feature is not enabled or not available in this version of QuickBooks.'),
  noPersonalData: error(3261, 'The integrated application has no permission to access sensitive data.'),
} as const;
