import type { CompanyStore } from './company-store';
import type { StoredReport } from './data/records';
import type { Hash } from './freemarker';
import type { Encode } from './text-encoding';

// The vendor's own spelling of the last one has a typing error, which is part of the name.
const IMPORT = /<!--\s*use\s+(cardOwnerData|reportPolicyData|categoryGLCodeMap|repordFieldData\[([^\]]*)\])\s*-->/g;

/** The template without its imports. They become comments, so that lines keep their numbers. */
export function withoutImports(template: string): string {
  return template.replace(IMPORT, (_match, name: string) => `<#-- ${name} -->`);
}

/** The variables that a template imports, by HTML comments at its top. */
export function importedVariables(
  template: string,
  company: CompanyStore,
  reports: readonly StoredReport[],
  encode: Encode,
): Hash {
  const variables: Record<string, Hash> = {};
  for (const [, name = '', fields] of template.matchAll(IMPORT)) {
    if (name === 'reportPolicyData') variables['reportPolicyData'] = policyData(company, encode);
    else if (name === 'categoryGLCodeMap') variables['categoryGLCodeMap'] = glCodes(company, encode);
    else if (fields !== undefined) variables['reportFieldData'] = fieldData(fields, reports, encode);
    else variables['cardOwnerData'] = ownerData(company, encode);
  }
  return variables;
}

function policyData(company: CompanyStore, encode: Encode): Hash {
  const entries = company.policies.map(({ id, name, owner, outputCurrency, employees }) => {
    const approver = employees.find(({ email }) => email === owner)?.submitsTo ?? owner;
    return [id, { name: encode(name), approver, owner, outputCurrency, technicalContact: owner }] as const;
  });
  return Object.fromEntries(entries);
}

function glCodes(company: CompanyStore, encode: Encode): Hash {
  const categories = company.policies.flatMap((policy) => policy.categories);
  return Object.fromEntries(categories.map(({ name, glCode }) => [encode(name), glCode]));
}

function ownerData(company: CompanyStore, encode: Encode): Hash {
  const people = company.policies.flatMap(({ employees }) => employees);
  return Object.fromEntries(
    people.map(({ email, firstName, lastName, employeeID }) => {
      return [email, { firstName: encode(firstName), lastName: encode(lastName), employeeID }];
    }),
  );
}

/** By field, then by the report's number. */
function fieldData(names: string, reports: readonly StoredReport[], encode: Encode): Hash {
  const fields = names.split(',').map((name) => name.trim()).filter(Boolean); // prettier-ignore
  return Object.fromEntries(
    fields.map((field) => {
      const values = reports.map(({ longID, fields: given }): [string, string] => [longID, encode(given[field] ?? '')]);
      return [field.replace(/[^A-Za-z0-9]/g, '_'), Object.fromEntries(values)];
    }),
  );
}
