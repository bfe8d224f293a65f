/** What the first request of a session says of QuickBooks, under these names. */
export const ANNOUNCED = {
  /** The answers to a host, a company and a preferences query, as one qbXML document. */
  answers: 'answers',
  /** Path of the company file that is open. */
  companyFile: 'companyFile',
  country: 'country',
  /** Of the highest qbXML version that QuickBooks speaks. */
  majorVersion: 'majorVersion',
  minorVersion: 'minorVersion',
} as const;
