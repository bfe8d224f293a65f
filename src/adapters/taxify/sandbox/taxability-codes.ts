export const ITEM_CODES = ['CLOTHING', 'FOOD', 'FREIGHT', 'NONTAX', 'TAXABLE', 'WINE'];
export const CUSTOMER_CODES = ['RETAIL', 'RESALE', 'NONPROFIT', 'MANUFACTURING', 'GOVERNMENT'];

export type ItemKind = 'FREIGHT' | 'EXEMPT' | 'CLOTHING' | 'GENERAL';

/** Upper case. Several generations of codes live side by side; whatever is not here is taxed. */
const ITEM_KINDS: Readonly<Record<string, ItemKind>> = {
  FR: 'FREIGHT',
  FREIGHT: 'FREIGHT',
  SHIPPING: 'FREIGHT',
  NON: 'EXEMPT',
  NONTAX: 'EXEMPT',
  NONE: 'EXEMPT',
  EXEMPT: 'EXEMPT',
  EXEMPTSERVICE: 'EXEMPT',
  '-NOT TAXABLE-': 'EXEMPT',
  CLOTHING: 'CLOTHING',
};
const EXEMPT_CUSTOMERS = new Set(['RESALE', 'R', 'NON', 'NONPROFIT', 'GOVERNMENT', 'EXEMPT']);
const RETAIL_CUSTOMERS = new Set(['', 'RETAIL', 'MANUFACTURING']);

export function itemKind(code: string | null): ItemKind {
  return ITEM_KINDS[code?.toUpperCase() ?? ''] ?? 'GENERAL';
}

/** The code as an answer has it: freight under one name, the rest as it came. */
export function canonicalItemCode(code: string | null): string {
  if (itemKind(code) === 'FREIGHT') return 'Freight';
  return code ?? 'TAXABLE';
}

export function isExemptCustomer(code: string | null): boolean {
  return EXEMPT_CUSTOMERS.has(code?.toUpperCase() ?? '');
}

export function canonicalCustomerCode(code: string | null): string {
  return RETAIL_CUSTOMERS.has(code?.toUpperCase() ?? '') ? 'Retail' : (code ?? 'Retail');
}
