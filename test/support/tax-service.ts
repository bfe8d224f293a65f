import type { AccountKind } from '../../src/adapters/taxify/sandbox';
import { FastClock } from './fast-clock';
import type { Tenant } from './service-world';
import { startTestService, type GraphqlAnswer, type TestService } from './test-service';

const ADDRESS = 'company line1 line2 city county region postalCode country validation use';

/** Every field of a tax document that is no relation. */
export const TAX_DOCUMENT_FIELDS = `id remoteId status needsReconciliation pendingChange taxDate
  totalTax { amount currency } createdAt committedAt cancelledAt fetchedAt customerTaxCode
  destination { ${ADDRESS} } origin { ${ADDRESS} } effectiveAddress { ${ADDRESS} } effectiveAddressKind
  lines { number itemKey taxCode taxableAmount { amount currency } exemptAmount { amount currency } rate tax }
  jurisdictions { name kind rate tax { amount currency } }
  advisories { source code message lineNumber suggestedAddress { postalCode } }
  history { change outcome status remoteId totalTax { amount } error { code retryable } startedAt finishedAt }`;

const ERRORS = `errors { __typename code path message retryable
  ... on RecordConflictError { conflictingId }
  ... on VendorError { vendorCode vendorMessage }
  ... on UnsupportedOperationError { resource operation } }`;

const DOCUMENTS = {
  calculateTax: mutation(
    'calculateTax',
    'CalculateTaxInput',
    `taxDocument { ${TAX_DOCUMENT_FIELDS} }
     estimate { taxDate totalTax { amount currency } lines { number tax taxableAmount { amount } } jurisdictions { name }
       advisories { source lineNumber } }`,
  ),
  commitTax: mutation('commitTax', 'CommitTaxInput', `taxDocument { ${TAX_DOCUMENT_FIELDS} }`),
  cancelTax: mutation('cancelTax', 'CancelTaxInput', `taxDocument { ${TAX_DOCUMENT_FIELDS} }`),
  verifyAddress: mutation(
    'verifyAddress',
    'VerifyAddressInput',
    `address { ${ADDRESS} } advisories { source code message }`,
  ),
} as const;

export type TaxMutation = keyof typeof DOCUMENTS;

export interface AnsweredTaxDocument {
  readonly id: string;
  readonly remoteId: string;
  readonly status: string;
  readonly needsReconciliation: boolean;
  readonly pendingChange: string | null;
  readonly totalTax: { readonly amount: string; readonly currency: string } | null;
  readonly lines: readonly { readonly number: string; readonly tax: string; readonly [field: string]: unknown }[];
  readonly jurisdictions: readonly { readonly tax: { readonly amount: string } }[];
  readonly history: readonly { readonly change: string; readonly outcome: string; readonly status: string | null }[];
  readonly [field: string]: unknown;
}

export interface TaxPayload {
  readonly taxDocument?: AnsweredTaxDocument | null;
  readonly estimate?: Omit<AnsweredTaxDocument, 'id'> | null;
  readonly address?: Readonly<Record<string, unknown>> | null;
  readonly advisories?: readonly object[] | null;
  readonly errors: readonly {
    readonly code: string;
    readonly path: readonly string[] | null;
    readonly message: string;
    readonly retryable: boolean;
    readonly [field: string]: unknown;
  }[];
}

/** The whole service over HTTP, and ways to ask it for sales tax. */
export interface TaxService extends TestService {
  readonly clock: FastClock;
  /** The catalogue's own address of the sandbox. */
  readonly taxifyUrl: string;
  accountOf(kind: AccountKind): Readonly<Record<string, string>>;
  /** The payload of a mutation that ends without a top-level error. */
  tax(tenant: Pick<Tenant, 'authorization'>, field: TaxMutation, input: object): Promise<TaxPayload>;
  /** As `tax`; throws when there are errors. */
  document(tenant: Pick<Tenant, 'authorization'>, field: TaxMutation, input: object): Promise<AnsweredTaxDocument>;
  findDocument(tenant: Pick<Tenant, 'authorization'>, id: string): Promise<AnsweredTaxDocument | null>;
}

export async function startTaxService(): Promise<TaxService> {
  const clock = new FastClock(5);
  const service = await startTestService({ clock, reports: 1 });
  const tax: TaxService['tax'] = async (tenant, field, input) => {
    const answer = await service.query<Record<string, TaxPayload>>(tenant, DOCUMENTS[field], { input });
    return dataOf(answer)[field]!;
  };
  return {
    ...service,
    clock,
    taxifyUrl: `${service.sandboxOrigin}/taxify/1.0/core/JSONService.asmx`,
    tax,
    accountOf: (kind) => ({ 'api.key': service.taxify.apiKey(kind) }),
    document: async (tenant, field, input) => {
      const { taxDocument, errors } = await tax(tenant, field, input);
      if (taxDocument && errors.length === 0) return taxDocument;
      throw new Error(`${field} failed: ${JSON.stringify(errors)}`);
    },
    findDocument: async (tenant, id) => {
      const query = `query ($id: ID!) { taxDocument(id: $id) { ${TAX_DOCUMENT_FIELDS} } }`;
      return dataOf(await service.query<{ taxDocument: AnsweredTaxDocument | null }>(tenant, query, { id }))
        .taxDocument;
    },
  };
}

export const BOULDER_INPUT = { city: 'Boulder', region: 'CO', postalCode: '80302' };
export const SAN_FRANCISCO_INPUT = { city: 'San Francisco', region: 'CA', postalCode: '94110' };

/** A request of 100 dollars in Boulder, but for what is given. */
export function calculation(instanceId: string, more: object = {}): object {
  return { instanceId, documentKey: 'INV-1', lines: [{ amount: '100' }], destination: BOULDER_INPUT, ...more };
}

function mutation(field: string, inputType: string, result: string): string {
  return `mutation ($input: ${inputType}!) { ${field}(input: $input) { ${result} ${ERRORS} } }`;
}

function dataOf<Data>({ data, errors }: GraphqlAnswer<Data>): Data {
  if (data && errors === undefined) return data;
  throw new Error(`The operation failed: ${JSON.stringify(errors)}`);
}
