/** In the order of the numbers that JSON has for them. */
export const TARGETS = [
  'Null',
  'Address',
  'Age',
  'Batch',
  'Brand',
  'Distributor',
  'Product',
  'SalesOrder',
  'Shipment',
  'Tax',
  'SSO',
  'License',
] as const;
export const ERROR_TYPES = ['Authentication', 'Server', 'Validation'] as const;

export interface SandboxError {
  readonly code: number;
  /** What is at fault, such as a document's key. */
  readonly key?: string | null;
  readonly message: string;
  readonly target: (typeof TARGETS)[number];
  readonly type: (typeof ERROR_TYPES)[number];
  readonly isWarning?: boolean;
  readonly suggestion?: Readonly<Record<string, unknown>> | null;
}

/** A request that is refused in the envelope, with HTTP 200. */
export class Refusal extends Error {
  constructor(readonly error: SandboxError) {
    super(error.message);
    this.name = new.target.name;
  }
}

/*
 * The catalogue of refusals. Taxify publishes none: codes and texts are invented, in the manner of its maker's other
 * services. Clients are to go by the type.
 */

export function invalidCredentials(): Refusal {
  return new Refusal({ code: 1, message: 'Invalid credentials', target: 'Null', type: 'Authentication' });
}

export function fieldRequired(field: string): Refusal {
  return validation(100, `${field} is required`);
}

export function unknownDocument(key: string): Refusal {
  return validation(200, `Document does not exist [${key}]`, key);
}

export function unresolvedAddress(suggestion: SandboxError['suggestion']): Refusal {
  const error = { code: 201, message: 'Address could not be resolved', target: 'Address', type: 'Validation' } as const;
  return new Refusal({ ...error, suggestion });
}

export function committedDocument(key: string): Refusal {
  return validation(202, `Document is committed already [${key}]`, key);
}

export function cancelledDocument(key: string): Refusal {
  return validation(203, `Document is cancelled [${key}]`, key);
}

export function noNexus(state: string): Refusal {
  return validation(204, `The account has no nexus in ${state}`);
}

export function unexpectedError(): Refusal {
  return new Refusal({ code: 500, message: 'Unexpected error', target: 'Null', type: 'Server' });
}

export const ADDRESS_WARNING: SandboxError = {
  code: 300,
  message: 'Address was matched by its ZIP code only',
  target: 'Address',
  type: 'Validation',
  isWarning: true,
};

function validation(code: number, message: string, key: string | null = null): Refusal {
  return new Refusal({ code, key, message, target: 'Tax', type: 'Validation' });
}
