import type { WriteName, WriteRequestOf, WriteResultOf } from '../../adapters/writes';
import { VendorStaleRecordError } from '../../adapters/vendor-error';
import type { ElementsError } from '../../errors';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { encodeRecordId } from '../../record-id';
import type { WriteOrder } from '../../services/writes/vendor-write.service';
import type { WriteOutcome } from '../../services/writes/write-settler';
import type { GraphqlContext } from '../context';
import { forgetRecords } from '../loaders/loaders';
import { withPayloadErrors } from '../user-error/payload-errors';
import { toUserError, type UserErrorValue } from '../user-error/to-user-error';
import type { InputProblems } from './input-problems';
import type { KeyedInput } from './write.input';
import type { WriteTarget } from './write-target';

/** One mutation that asks a vendor to change something. */
export interface WritePlan<Name extends WriteName> {
  readonly name: Name;
  /** Lists of the payload where nothing was done. */
  readonly nothing: object;
  /** Finds out what the input is about, and makes the request of it; throws what is wrong with it. */
  readonly prepare: () => Promise<{ readonly target: WriteTarget; readonly request: WriteRequestOf<Name> }>;
  /** The payload of a write that was carried out, also of one in part. */
  readonly tell: (done: DoneWrite<Name>) => Promise<Told>;
  /** What is told where nobody knows what became of it, or not yet. */
  readonly tellUnknown?: (request: WriteRequestOf<Name>) => object;
  /** Where in the input stands what is at a place of the request, both without `input`: where the two have other shapes. */
  readonly placeInInput?: (path: readonly string[]) => readonly string[];
  /** Of the mutation, with its `idempotencyKey`: a repeat is the same when it is. */
  readonly input: KeyedInput;
}

/** A write that was carried out, at least in part. */
export interface DoneWrite<Name extends WriteName> {
  readonly instance: InstanceRow;
  readonly request: WriteRequestOf<Name>;
  readonly result: WriteResultOf<Name>;
  /** What was read before does not show it; null where nothing was changed. */
  readonly at: Date | null;
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
  const { name, nothing, input } = plan;
  let itemErrors: readonly UserErrorValue[] = [];
  const payload = await withPayloadErrors(context.request, async () => {
    const { target, request } = await plan.prepare();
    const { idempotencyKey, expiresAfterSeconds } = input;
    const order = { name, instanceId: target.instance.id, request, idempotencyKey, expiresAfterSeconds, asked: input };
    const outcome = await performOrRecall<Name>(context, target.problems, order);
    // What was read before, by another field of the same request, is not what it was.
    forgetRecords(context.loaders);
    context.loaders.instances.clear(target.instance.id);
    const { fields, errors = [] } = await tell(plan, outcome, request);
    itemErrors = [
      ...outcome.errors.map((error) => toInputError(plan, error, outcome.instance.id)),
      ...errors.filter((error) => error !== null),
    ];
    return { ...fields, write: outcome.write && { ...outcome.write, isReplay: outcome.isReplay } };
  });
  return { ...nothing, ...payload, errors: [...payload.errors, ...itemErrors] };
}

/** What was right when it was asked for is answered as it was then, whatever has become of the records that it names. */
async function performOrRecall<Name extends WriteName>(
  { services: { vendorWrites }, request }: GraphqlContext,
  problems: InputProblems,
  order: WriteOrder<Name>,
): Promise<WriteOutcome<Name>> {
  if (problems.isEmpty) return vendorWrites.perform<Name>(request, order);
  const kept = await vendorWrites.recall<Name>(request, order);
  if (kept === null) throw problems.toError();
  return kept;
}

async function tell<Name extends WriteName>(
  plan: WritePlan<Name>,
  { instance, answer, write }: WriteOutcome<Name>,
  request: WriteRequestOf<Name>,
): Promise<Told> {
  if (answer !== null) {
    return plan.tell({ instance, request, result: answer.result, at: write?.settledAt ?? null });
  }
  const isOpen = write !== null && ['QUEUED', 'SENT', 'UNKNOWN'].includes(write.status);
  return { fields: isOpen ? (plan.tellUnknown?.(request) ?? {}) : {} };
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
