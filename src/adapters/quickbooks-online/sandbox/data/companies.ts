/** Sandbox companies are for an app's development keys, live ones for its production keys. */
export type CompanyKind = 'sandbox' | 'live';

export interface Company {
  readonly realmId: string;
  readonly name: string;
  readonly kind: CompanyKind;
}

/** The companies that exist; each has Intuit's sample books. */
export const COMPANIES: readonly Company[] = [
  { realmId: '9341452000000101', name: "Craig's Design and Landscaping Services", kind: 'sandbox' },
  { realmId: '9341452000000102', name: "Larry's Landscape & Garden Supply", kind: 'sandbox' },
  { realmId: '9130350000000201', name: 'Sonoma Terrace & Patio Company', kind: 'live' },
  { realmId: '9130350000000202', name: 'Heron Lake Nurseries', kind: 'live' },
];

export function findCompany(realmId: string): Company | undefined {
  return COMPANIES.find((company) => company.realmId === realmId);
}
