import type { WriteName, WriteRequestOf, WriteResultOf } from '../../adapters/writes';
import { VendorStaleRecordError } from '../../adapters/vendor-error';
import type { ElementsError } from '../../errors';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { encodeRecordId } from '../../record-id';
import type { WriteOutcome } from '../../services/writes/vendor-write.service';
import type { GraphqlContext } from '../context';
import { forgetRecords } from '../loaders/loaders';
import { withPayloadErrors } from '../user-error/payload-errors';
import { toUserError, type UserErrorValue } from '../user-error/to-user-error';
import type { WriteTarget } from './write-target';

/** One mutation that asks a vendor to change something. */
export interface WritePlan<Name extends WriteName> {
  readonly name: Name;
  /** Lists of the payload where nothing was done. */
  readonly nothing: object;
  /** Finds out what the input is about, and makes the request of it; throws what is wrong with it. */
  readonly prepare: () => Promise<{ readonly target: WriteTarget; readonly request: WriteRequestOf<Name> }>;
  /** The payload of a write that was carried out, also of one in part. */
  readonly tell: (instance: InstanceRow, result: WriteResultOf<Name>, request: WriteRequestOf<Name>) => Promise<Told>;
  /** What is told where nobody knows what became of it. */
  readonly tellUnknown?: (request: WriteRequestOf<Name>) => object;
  /** Where in the input stands what is at a place of the request, both without `input`: where the two have other shapes. */
  readonly placeInInput?: (path: readonly string[]) => readonly string[];
  readonly idempotencyKey: string | null | undefined;
}

/** Fields of a payload, with the errors of single items. */
export interface Told {
  readonly fields: object;
  readonly errors?: readonly (UserErrorValue | null)[];
}

/** Carries out a write and makes its payload. */
export async function answerWrite<Name extends WriteName>(
  context: GraphqlContext,
  plan: WritePlan<Name>,
): Promise<object> {
  const { name, nothing, idempotencyKey } = plan;
  let itemErrors: readonly UserErrorValue[] = [];
  const payload = await withPayloadErrors(context.request, async () => {
    const { target, request } = await plan.prepare();
    target.problems.throwIfAny();
    const order = { name, instanceId: target.instance.id, request, idempotencyKey };
    const outcome = await context.services.vendorWrites.perform<Name>(context.request, order);
    // What was read before, by another field of the same request, is not what it was.
    forgetRecords(context.loaders);
    const { fields, errors = [] } = await tell(plan, outcome, request);
    itemErrors = [
      ...outcome.errors.map((error) => toInputError(plan, error, outcome.instance.id)),
      ...errors.filter((error) => error !== null),
    ];
    return { ...fields, write: outcome.write && { ...outcome.write, isReplay: outcome.isReplay } };
  });
  return { ...nothing, ...payload, errors: [...payload.errors, ...itemErrors] };
}

async function tell<Name extends WriteName>(
  plan: WritePlan<Name>,
  { instance, answer, write }: WriteOutcome<Name>,
  request: WriteRequestOf<Name>,
): Promise<Told> {
  if (answer !== null) return plan.tell(instance, answer.result, request);
  return { fields: write?.status === 'UNKNOWN' ? (plan.tellUnknown?.(request) ?? {}) : {} };
}

/** Members of requests that have another name in inputs. */
const INPUT_NAMES: Readonly<Record<string, string>> = {
  policyRemoteId: 'policyId',
  policyRemoteIds: 'policyIds',
  additionalPolicyRemoteIds: 'additionalPolicyIds',
  reportRemoteId: 'reportId',
  reportRemoteIds: 'reportIds',
  submitterEmail: 'submitter',
  employeeEmail: 'employee',
  expense: 'expenseId',
  accountRemoteId: 'accountId',
  paidFromRemoteId: 'paidFromId',
  departmentRemoteId: 'departmentId',
  trackingClassRemoteId: 'trackingClassId',
  customerRemoteId: 'customerId',
  supplierRemoteId: 'supplierId',
  employeeRemoteId: 'employeeId',
};

/** Adapters name places in the request, and records by their own ids. */
function toInputError(
  { placeInInput = (path) => path }: Pick<WritePlan<WriteName>, 'placeInInput'>,
  error: ElementsError,
  instanceId: string,
): UserErrorValue {
  const members = error.path && error.path.map((member) => INPUT_NAMES[member] ?? member);
  const path = members && ['input', ...placeInInput(members)];
  const told = { ...toUserError(error), path };
  if (!(error instanceof VendorStaleRecordError) || error.current === null) return told;
  const { kind, remoteId } = error.current;
  return { ...told, conflictingId: encodeRecordId(kind, instanceId, remoteId) } as UserErrorValue;
}
