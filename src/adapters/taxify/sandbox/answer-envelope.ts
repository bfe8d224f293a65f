import type { ServiceVersion } from './aspnet';
import type { TaxifyFaults } from './faults';
import { ERROR_TYPES, TARGETS, type SandboxError } from './refusal';

/** What an operation answers, before it is wrapped. */
export interface OperationResult {
  /** Last part of the type's name. */
  readonly type: 'CalculateTaxResponse' | 'BasicResponse' | 'VerifyAddressResponse' | 'GetCodesResponse';
  /** In the order of the wire. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Null but for calculations, which have an empty list. */
  readonly extendedProperties: readonly [] | null;
}

const NAMESPACE = 'ShipCompliant.WebServices.Taxify.One.Core';

/** The object in `d`. Faults change how it is written, not what it says. */
export function toEnvelope(
  { type, fields, extendedProperties }: OperationResult,
  outcome: { readonly isSuccess: boolean; readonly errors: readonly SandboxError[] },
  { version, faults }: { readonly version: ServiceVersion; readonly faults: TaxifyFaults },
): Record<string, unknown> {
  const hasNames = faults.has('string-status');
  const items = outcome.errors.map((error) => toItem(error, version, hasNames));
  const list = items.length === 0 && outcome.isSuccess ? null : items;
  return {
    __type: `${NAMESPACE}.${type}`,
    ...fields,
    ExtendedProperties: extendedProperties,
    Errors: faults.has('single-error') && items.length === 1 ? items[0] : list,
    ResponseStatus: hasNames ? (outcome.isSuccess ? 'Success' : 'Failure') : Number(outcome.isSuccess),
  };
}

function toItem(error: SandboxError, version: ServiceVersion, hasNames: boolean): Record<string, unknown> {
  const { code, key = null, message, target, type, isWarning = false, suggestion } = error;
  return {
    Code: code,
    Key: key,
    Message: message,
    Target: hasNames ? target : TARGETS.indexOf(target),
    Type: hasNames ? type : ERROR_TYPES.indexOf(type),
    ...(version === '1.1' ? { IsWarning: isWarning } : {}),
    Data: suggestion == null ? null : { AddressSuggestion: suggestion },
  };
}
