import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { CreateReportRequest, ItemResult, MarkReportsReimbursedRequest } from '../../adapters/writes';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { encodeRecordId } from '../../record-id';
import type { GraphqlContext } from '../context';
import { resolveEmployee } from '../employee/employee-reference.input';
import { toExpenseDraft } from '../expense/expense.input';
import { checkCustomFields } from '../vendor-record/custom-field.input';
import { decodeIdOf } from '../vendor-record/record-reference';
import { answerWrite, type Told } from '../vendor-write/answer-write';
import { checkAtMost, checkCount, checkOptionalText, checkText } from '../vendor-write/input-checks';
import { InputProblems } from '../vendor-write/input-problems';
import { PENDING_ITEM, toToldItem } from '../vendor-write/item-outcome';
import { storedReports } from '../vendor-write/stored-records';
import { WriteTarget } from '../vendor-write/write-target';
import {
  CreateReportInput,
  CreateReportPayload,
  MarkReportsReimbursedInput,
  MarkReportsReimbursedPayload,
} from './report-write.type';

const MOST_EXPENSES = 100;
const MOST_REPORTS = 200;
const LONGEST_NAME = 255;
const LONGEST_SOURCE = 100;

@Resolver()
export class ReportMutationResolver {
  @Mutation(() => CreateReportPayload, {
    nullable: true,
    description: 'Create an expense report, empty or with expenses. Sent once.',
  })
  createReport(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => CreateReportInput, { description: 'Whose report, and what is on it.' })
    input: CreateReportInput,
  ): Promise<object> {
    return answerWrite(context, {
      name: 'createReport',
      nothing: {},
      input,
      prepare: async () => {
        const target = await WriteTarget.open(context, input.instanceId, 'createReport');
        return { target, request: await toNewReport(target, input) };
      },
      tell: async ({ instance, result: { reportRemoteId } }) => {
        const stored = await storedReports(context, instance, [reportRemoteId]);
        const reportId = encodeRecordId('REPORT', instance.id, reportRemoteId);
        return { fields: { reportId, report: stored.get(reportRemoteId) ?? null } };
      },
    });
  }

  @Mutation(() => MarkReportsReimbursedPayload, {
    nullable: true,
    description: 'Record reports as paid back outside of the product. No money moves.',
  })
  markReportsReimbursed(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => MarkReportsReimbursedInput, { description: 'Which reports, and how they were paid.' })
    input: MarkReportsReimbursedInput,
  ): Promise<object> {
    const pending = { ...PENDING_ITEM, report: null };
    return answerWrite(context, {
      name: 'markReportsReimbursed',
      nothing: { reports: [], results: [] },
      input,
      prepare: async () => {
        const instanceId = await instanceOf(context, input.reportIds);
        const target = await WriteTarget.open(context, instanceId, 'markReportsReimbursed');
        return { target, request: toReimbursement(target, input) };
      },
      tell: ({ instance, request, result }) => tell(context, instance, input, request.reportRemoteIds, result.items),
      tellUnknown: () => ({ results: input.reportIds.map((reportId) => ({ ...pending, reportId })) }),
    });
  }
}

async function toNewReport(target: WriteTarget, input: CreateReportInput): Promise<CreateReportRequest> {
  const { problems } = target;
  checkText(problems, ['name'], input.name, LONGEST_NAME);
  checkAtMost(problems, ['expenses'], input.expenses, MOST_EXPENSES);
  return {
    name: input.name,
    submitterEmail: await resolveEmployee(target, ['submitter'], input.submitter),
    policyRemoteId: target.optionalPolicy(['policyId'], input.policyId),
    customFields: checkCustomFields(problems, ['customFields'], input.customFields),
    expenses: input.expenses.map((expense, index) => toExpenseDraft(target, ['expenses', index], expense)),
  };
}

function toReimbursement(target: WriteTarget, input: MarkReportsReimbursedInput): MarkReportsReimbursedRequest {
  const { problems } = target;
  checkCount(problems, ['reportIds'], input.reportIds, MOST_REPORTS);
  return {
    reportRemoteIds: input.reportIds.map((id, index) => target.report(['reportIds', index], id)),
    paymentSource: checkOptionalText(problems, ['paymentSource'], input.paymentSource, LONGEST_SOURCE),
  };
}

/** The instance of the first report that the caller sees; reports of others are not found. */
async function instanceOf({ loaders }: GraphqlContext, reportIds: readonly string[]): Promise<string> {
  const ids = reportIds.slice(0, MOST_REPORTS);
  const instanceIds = ids.flatMap((id) => decodeIdOf(id, ['REPORT'])?.instanceId ?? []);
  const instances = await loaders.instances.loadMany(instanceIds);
  const first = instances.find((instance) => instance !== null && !(instance instanceof Error));
  if (first !== undefined) return (first as InstanceRow).id;
  const problems = new InputProblems();
  checkCount(problems, ['reportIds'], reportIds, MOST_REPORTS);
  ids.forEach((id, index) => problems.notFound(['reportIds', index], 'Report', id));
  throw problems.toError();
}

async function tell(
  context: GraphqlContext,
  instance: InstanceRow,
  { reportIds }: MarkReportsReimbursedInput,
  remoteIds: readonly string[],
  items: readonly ItemResult[],
): Promise<Told> {
  const stored = await storedReports(context, instance, remoteIds);
  const results = items.map((item, index) => ({
    ...toToldItem(item, ['input', 'reportIds', String(index)]),
    reportId: reportIds[index],
    report: stored.get(remoteIds[index] ?? '') ?? null,
  }));
  const done = results.flatMap(({ outcome, report }) => (outcome === 'DONE' && report !== null ? [report] : []));
  return { fields: { reports: [...new Set(done)], results }, errors: results.map(({ error }) => error) };
}
