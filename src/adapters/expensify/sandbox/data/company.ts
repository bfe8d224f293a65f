import { CATEGORIES, PEOPLE, type CategoryTemplate } from './catalogue';
import { Random } from './random';

export type PolicyRole = 'user' | 'auditor' | 'admin';

export interface Tag {
  readonly name: string;
  readonly glCode: string;
  readonly enabled: boolean;
  /** Who approves expenses with it beside the manager; absent = nobody. */
  readonly approver?: string;
}

export interface TagLevel {
  readonly name: string;
  readonly setRequired?: boolean;
  readonly tags: readonly Tag[];
}

/** How a policy's tags are arranged, which decides the shape that `get`/`policy` answers. */
export type TagSet =
  | { readonly kind: 'flat'; readonly name?: string; readonly setRequired?: boolean; readonly tags: readonly Tag[] }
  /** Several levels, each depending on the one before: a tag is a path. */
  | { readonly kind: 'dependent'; readonly setRequired?: boolean; readonly paths: readonly (readonly Tag[])[] }
  | { readonly kind: 'levels'; readonly levels: readonly TagLevel[] };

export interface TaxRate {
  readonly rateID: string;
  readonly name: string;
  readonly rate: number;
}

export interface ReportField {
  readonly name: string;
  readonly type: string;
  readonly values: readonly string[];
  readonly defaultValue?: string;
}

export interface Policy {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly outputCurrency: string;
  readonly owner: string;
  /** What the sandbox's own account may do in it. */
  readonly role: PolicyRole;
  readonly created: string;
  readonly categories: readonly CategoryTemplate[];
  readonly tags: TagSet;
  readonly tax: { readonly name: string; readonly default: string; readonly rates: readonly TaxRate[] } | null;
  readonly reportFields: readonly ReportField[];
  readonly employees: readonly Employee[];
}

export interface Employee {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly accountID: number;
  readonly role: PolicyRole;
  readonly submitsTo: string;
  readonly forwardsTo: string | null;
  readonly employeeID: string;
  readonly payrollID: string;
  readonly customField2: string;
  /** Fills in for the employee id where it is set. */
  readonly customField1?: string;
  readonly approvalLimit?: number;
  readonly overLimitApprover?: string;
  readonly workerStatus?: string;
  readonly defaultTags?: readonly string[];
}

export interface Company {
  readonly domain: string;
  readonly apiAccount: string;
  readonly policies: readonly Policy[];
  /** Policies whose reports the sandbox's account sees. */
  readonly reporting: readonly Policy[];
  findEmployee(email: string): Employee | undefined;
}

const DOMAIN = 'aurora.example.com';
const API_ACCOUNT = `api@${DOMAIN}`;

function tag(name: string, glCode = '', enabled = true): Tag {
  return { name, glCode, enabled };
}

const DEPENDENT_TAGS: TagSet = {
  kind: 'dependent',
  paths: [
    [tag('Engineering', '100'), tag('Apollo', '11')],
    [tag('Engineering', '100'), tag('R&D: Platform', '12')],
    [tag('Sales', '200'), tag('East', '21')],
    [tag('Sales', '200'), tag('West', '22')],
    [tag('Operations', '300'), tag('Facilities', '31')],
    [tag('Operations', '300'), tag('Legacy', '32', false)],
  ],
};
const LEVEL_TAGS: TagSet = {
  kind: 'levels',
  levels: [
    { name: 'Department', tags: [tag('Engineering', 'ENG'), tag('Sales', 'SAL'), tag('Finance & Legal', 'FIN')] },
    { name: 'Cost centre', tags: [tag('London', '4100'), tag('Edinburgh', '4200'), tag('Cardiff', '4300', false)] },
  ],
};
const FLAT_TAGS: TagSet = { kind: 'flat', tags: [tag('Vertrieb', '10'), tag('Küche & Labor', '20'), tag('Büro', '')] };
export const NO_TAGS: TagSet = { kind: 'levels', levels: [{ name: 'Tags', tags: [] }] };

/** Every policy has it. */
export const TITLE: ReportField = { name: 'title', type: 'formula', values: [] };
const REPORT_FIELDS = [
  TITLE,
  { name: 'Cost Center', type: 'dropdown', values: ['Ops', 'Sales', 'R&D'] },
  { name: 'Trip purpose', type: 'text', values: [] },
  { name: 'Travel date', type: 'date', values: [] },
];

type PolicyTemplate = Omit<Policy, 'id' | 'employees' | 'owner' | 'categories'>;

const POLICIES: readonly PolicyTemplate[] = [
  { name: 'Aurora Analytics USA', type: 'corporate', outputCurrency: 'USD', role: 'admin', created: '2021-03-01 09:12:44', tags: DEPENDENT_TAGS, tax: null, reportFields: REPORT_FIELDS },
  {
    name: 'Aurora Analytics & Partners UK', type: 'control', outputCurrency: 'GBP', role: 'admin', created: '2021-06-14 15:02:03', tags: LEVEL_TAGS, reportFields: REPORT_FIELDS,
    tax: { name: 'VAT', default: '2', rates: [{ rateID: '2', name: 'Standard', rate: 20 }, { rateID: '3', name: 'Reduced', rate: 5 }, { rateID: '5', name: 'EC Goods Zero-rated', rate: 0 }] },
  },
  { name: 'Aurora Küche', type: 'team', outputCurrency: 'EUR', role: 'admin', created: '2022-01-10 08:00:00', tags: FLAT_TAGS, tax: null, reportFields: [TITLE] },
  {
    name: 'Aurora Analytics 日本', type: 'corporate', outputCurrency: 'JPY', role: 'admin', created: '2023-04-03 01:30:10', tags: NO_TAGS, reportFields: [TITLE, { name: 'Trip purpose', type: 'text', values: [] }],
    tax: { name: '消費税', default: 'id_TAX_OPTION_10', rates: [{ rateID: 'id_TAX_OPTION_10', name: '標準 10%', rate: 10 }, { rateID: 'id_TAX_OPTION_8', name: '軽減 8%', rate: 8 }] },
  },
  { name: 'Freelance Collective', type: 'free', outputCurrency: 'USD', role: 'user', created: '2024-02-02 12:00:00', tags: { kind: 'flat', tags: [tag('General')] }, tax: null, reportFields: [TITLE] },
]; // prettier-ignore

/** Employees of each policy, by place in the list of people. The first of each approves what the others submit. */
const STAFF: readonly (readonly [from: number, to: number])[] = [[0, 14], [14, 26], [26, 34], [34, 40], [0, 0]]; // prettier-ignore

/** The company behind the sandbox: the same for the same seed. */
export function createCompany(seed: number): Company {
  const people = PEOPLE.map(([firstName, lastName], index) => toPerson(seed, firstName, lastName, index));
  const policies = POLICIES.map((template, index) => toPolicy(seed, template, index, people));
  const employees = new Map(
    policies.flatMap((policy) => policy.employees).map((employee) => [employee.email, employee]),
  );
  return {
    domain: DOMAIN,
    apiAccount: API_ACCOUNT,
    policies,
    reporting: policies.filter((policy) => policy.role === 'admin'),
    findEmployee: (email) => employees.get(email.toLowerCase()),
  };
}

type Person = Pick<
  Employee,
  'email' | 'firstName' | 'lastName' | 'accountID' | 'employeeID' | 'payrollID' | 'customField2'
>;

function toPerson(seed: number, firstName: string, lastName: string, index: number): Person {
  const random = Random.at(seed, 1, index);
  return {
    email: `${toAscii(firstName)}.${toAscii(lastName)}@${DOMAIN}`,
    firstName,
    lastName,
    accountID: random.integer(1_000_000, 19_999_999),
    employeeID: `E${String(1001 + index)}`,
    payrollID: random.chance(0.8) ? String(random.integer(100_000, 999_999)) : '',
    customField2: random.pick(['HQ', 'Remote', 'Field & Travel', '']),
  };
}

function toAscii(name: string): string {
  const special: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', æ: 'ae', ł: 'l' };
  const plain = name.toLowerCase().replace(/[ßøæł]/g, (letter) => special[letter] ?? letter);
  return plain.normalize('NFD').replace(/[^a-z]/g, '');
}

function toPolicy(seed: number, template: PolicyTemplate, index: number, people: readonly Person[]): Policy {
  const [from, to] = STAFF[index]!;
  const staff = people.slice(from, to);
  const owner = staff[0]?.email ?? 'owner@freelance.example.org';
  return {
    ...template,
    id: Random.at(seed, 2, index).hex(16).toUpperCase(),
    owner,
    categories: CATEGORIES,
    employees:
      staff.length === 0
        ? []
        : [toApiEmployee(owner), ...staff.map((_, place) => toEmployee(staff, place, people[0]!.email))],
  };
}

/** Head of the policy, two team leads under the head, the rest under the leads. */
function toEmployee(staff: readonly Person[], place: number, chief: string): Employee {
  const head = staff[0]!.email;
  const lead = staff[1 + (place % 2)]?.email ?? head;
  const submitsTo = place === 0 ? chief : place <= 2 ? head : lead;
  const role = place === 0 ? 'admin' : place === staff.length - 1 ? 'auditor' : 'user';
  const forwardsTo = place === 1 || place === 2 ? head : null;
  return { ...staff[place]!, role, submitsTo, forwardsTo };
}

function toApiEmployee(submitsTo: string): Employee {
  const names = { firstName: 'Finance', lastName: 'Integration', employeeID: '', payrollID: '', customField2: '' };
  return { ...names, email: API_ACCOUNT, accountID: 900_001, role: 'admin', submitsTo, forwardsTo: null };
}
