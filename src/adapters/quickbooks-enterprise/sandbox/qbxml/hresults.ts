import { RequestProcessorError } from '../request-processor';

/** What QuickBooks' SDK refuses a call with, and the words that come with it. Only the first is a recording's. */
const MESSAGES = {
  '0x80040400': 'QuickBooks found an error when parsing the provided XML text stream.',
  '0x80040401': 'Could not access QuickBooks.',
  '0x80040402': 'Unexpected error. Check the qbsdklog.txt file for possible additional information.',
  '0x80040403': 'Could not open the specified QuickBooks company data file.',
  '0x80040404': 'The version of QuickBooks currently running does not support qbXML.',
  '0x80040406': 'The QuickBooks company data file could not be found, or its version cannot be determined.',
  '0x80040408': 'Could not start QuickBooks.',
  '0x8004040A': 'A QuickBooks company data file is already open and it is different from the one requested.',
  '0x8004040D': 'The session ticket is not valid.',
  '0x80040410': 'The QuickBooks company data file is currently open in a mode other than the one requested.',
  '0x80040413': 'QuickBooks does not support the rollbackOnError value of the onError attribute.',
  '0x80040414': 'A modal dialog box is showing in the QuickBooks user interface.',
  '0x80040416': 'QuickBooks is not running, and no company data file was named.',
  '0x80040417': 'No QuickBooks company data file is open, and none was named.',
  '0x80040418': 'This application has not accessed this QuickBooks company data file before.',
  '0x8004041A': 'This application does not have permission to access this QuickBooks company data file.',
  '0x8004041B': 'Unable to lock the necessary information to allow this application to access this company data file.',
  '0x8004041C': 'An internal QuickBooks error occurred while opening the company data file.',
  '0x8004041D': 'This application is not allowed to log into this QuickBooks company data file automatically.',
  '0x8004041E': 'The certificate of this application has expired or changed.',
  '0x8004041F': 'QuickBooks Basic cannot be used with integrated applications.',
  '0x80040420': 'The QuickBooks user has denied access.',
  '0x80040421': 'QuickBooks reported a message of its own.',
  '0x80040422': 'This application requires single user file access mode, and another application is using the file.',
  '0x80040423': 'The version of qbXML that was requested is not supported or is unknown.',
  '0x80040424': 'QuickBooks has not finished its initialization. Please try again later.',
  '0x80040427': 'QuickBooks is not registered.',
  '0x80040438': 'More than one instance of QuickBooks is at work.',
  '0x80040308': 'Could not communicate with QuickBooks.',
  '0x80040154': 'Class not registered.',
  '0x8007007E': 'The specified module could not be found.',
  '0x80010105': 'The server threw an exception.',
  '0x80042584': 'An internal error occurred while opening the file.',
} as const;

export type Hresult = keyof typeof MESSAGES;

export const HRESULTS = Object.keys(MESSAGES) as [Hresult, ...Hresult[]];

export function refuseCall(hresult: Hresult): RequestProcessorError {
  return new RequestProcessorError(hresult, MESSAGES[hresult]);
}
