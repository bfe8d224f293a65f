export const ACCOUNTING_SCOPE = 'com.intuit.quickbooks.accounting';

const IDENTITY_SCOPES = ['openid', 'profile', 'email', 'phone', 'address'];
const COMPANY_SCOPES = [ACCOUNTING_SCOPE, 'com.intuit.quickbooks.payment'];

export function splitScope(scope: string): readonly string[] {
  return scope.split(' ').filter(Boolean);
}

export function hasScope(scope: string, name: string): boolean {
  return splitScope(scope).includes(name);
}

/** At least one, and none that the sandbox's apps may not ask for. */
export function isAllowedScope(scope: string): boolean {
  const names = splitScope(scope);
  return names.length > 0 && names.every((name) => [...IDENTITY_SCOPES, ...COMPANY_SCOPES].includes(name));
}

/** Whether consent is about a company, or only about who the user is. */
export function needsCompany(scope: string): boolean {
  return splitScope(scope).some((name) => COMPANY_SCOPES.includes(name));
}
