import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { EmployeesUpdated } from '../../adapters/writes';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { PolicyRow } from '../../persistence/repositories/policy-row';
import type { GraphqlContext } from '../context';
import { answerWrite, type Told } from '../vendor-write/answer-write';
import { PENDING_ITEM, toToldItem } from '../vendor-write/item-outcome';
import { storedEmployees, storedPolicies } from '../vendor-write/stored-records';
import { WriteTarget } from '../vendor-write/write-target';
import { toEmployeesRequest, UpdateEmployeesInput } from './update-employees.input';
import { UpdateEmployeesPayload } from './update-employees.payload';

@Resolver()
export class EmployeeMutationResolver {
  @Mutation(() => UpdateEmployeesPayload, {
    nullable: true,
    description:
      'Add, change and remove employees. `dryRun: true` tells what would happen. Sent once; partial success is normal.',
  })
  updateEmployees(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => UpdateEmployeesInput, { description: 'Whom, and how.' }) input: UpdateEmployeesInput,
  ): Promise<object> {
    const pending = { ...PENDING_ITEM, employee: null };
    return answerWrite(context, {
      name: 'updateEmployees',
      nothing: { employees: [], results: [], added: [], removed: [], domainGroups: [] },
      idempotencyKey: input.idempotencyKey,
      prepare: async () => {
        const target = await WriteTarget.open(context, input.instanceId, 'updateEmployees');
        return { target, request: toEmployeesRequest(target, input) };
      },
      tell: (instance, result, { dryRun }) => tell(context, instance, input, result, dryRun),
      tellUnknown: () => ({ results: input.employees.map(({ email }) => ({ ...pending, email })) }),
    });
  }
}

async function tell(
  context: GraphqlContext,
  instance: InstanceRow,
  input: UpdateEmployeesInput,
  { items, updatedCount, added, removed, domainGroups }: EmployeesUpdated,
  isDryRun: boolean,
): Promise<Told> {
  const emails = input.employees.map(({ email }) => email.trim().toLowerCase());
  const [stored, policies] = await Promise.all([
    storedEmployees(context, instance, emails),
    storedPolicies(
      context,
      instance,
      [...added, ...removed].map(({ policyRemoteId }) => policyRemoteId),
    ),
  ]);
  const results = items.map((item, index) => ({
    ...toToldItem(item, ['input', 'employees', String(index)]),
    email: input.employees[index]?.email,
    employee: stored.get(emails[index] ?? '') ?? null,
  }));
  const changed = isDryRun ? [] : results.filter(({ outcome }) => outcome === 'DONE');
  const fields = {
    employees: [...new Set(changed.flatMap(({ employee }) => employee ?? []))],
    results,
    updatedCount,
    added: withPolicies(added, policies),
    removed: withPolicies(removed, policies),
    domainGroups,
  };
  return { fields, errors: results.map(({ error }) => error) };
}

function withPolicies(changes: EmployeesUpdated['added'], policies: ReadonlyMap<string, PolicyRow>): object[] {
  return changes.map((change) => ({ ...change, policy: policies.get(change.policyRemoteId) ?? null }));
}
