import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { EmployeeDetails } from '../../adapters/writes';
import { encodeRecordId } from '../../record-id';
import type { GraphqlContext } from '../context';
import { changedText, toContactDetails } from '../vendor-record/contact.input';
import { answerWrite } from '../vendor-write/answer-write';
import type { InputProblems } from '../vendor-write/input-problems';
import { openRecord } from '../vendor-write/record-target';
import { WriteTarget } from '../vendor-write/write-target';
import {
  CreateEmployeeInput,
  CreateEmployeePayload,
  EmployeeDetailsInput,
  UpdateEmployeeInput,
  UpdateEmployeePayload,
} from './employee-write.type';

/** One employee of the books; expense products have `updateEmployees`, for many and for what they may do. */
@Resolver()
export class EmployeeWriteResolver {
  @Mutation(() => CreateEmployeePayload, {
    nullable: true,
    description: 'Create an employee in the books. For those of expense products see `updateEmployees`.',
  })
  createEmployee(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => CreateEmployeeInput, { description: 'Where, and who.' }) input: CreateEmployeeInput,
  ): Promise<object> {
    return answerWrite(context, {
      name: 'createEmployee',
      nothing: {},
      input,
      prepare: async () => {
        const target = await WriteTarget.open(context, input.instanceId, 'createEmployee');
        return { target, request: { details: toDetails(target.problems, input.details) } };
      },
      tell: async ({ instance: { id: instanceId }, result: { employeeRemoteId: remoteId } }) => ({
        fields: {
          employeeId: encodeRecordId('EMPLOYEE', instanceId, remoteId),
          employee: await context.loaders.employees.load({ instanceId, remoteId }),
        },
      }),
    });
  }

  @Mutation(() => UpdateEmployeePayload, {
    nullable: true,
    description:
      'Change an employee in the books; `isActive: false` is how one is removed. For those of expense products see `updateEmployees`.',
  })
  updateEmployee(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => UpdateEmployeeInput, { description: 'Whom, and what is to be different.' })
    input: UpdateEmployeeInput,
  ): Promise<object> {
    const { employeeId: id, expectedVersion = null, details } = input;
    return answerWrite(context, {
      name: 'updateEmployee',
      nothing: {},
      input,
      prepare: async () => {
        const employee = { member: 'employeeId', id, typeName: 'Employee', kinds: ['EMPLOYEE'] } as const;
        const { target, record } = await openRecord(context, 'updateEmployee', employee);
        const changed = toDetails(target.problems, details);
        return { target, request: { employeeRemoteId: record.remoteId, expectedVersion, details: changed } };
      },
      tell: async ({ instance: { id: instanceId }, request: { employeeRemoteId: remoteId } }) => ({
        fields: { employee: await context.loaders.employees.load({ instanceId, remoteId }) },
      }),
    });
  }
}

function toDetails(problems: InputProblems, input: EmployeeDetailsInput): EmployeeDetails {
  const { employeeNumber, hiredOn, releasedOn } = input;
  return {
    ...toContactDetails(problems, ['details'], input),
    employeeNumber: changedText(problems, ['details', 'employeeNumber'], employeeNumber),
    hiredOn,
    releasedOn,
  };
}
