import 'reflect-metadata';
import DataLoader from 'dataloader';
import pino from 'pino';
import {
  Arg,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  InterfaceType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  registerEnumType,
} from 'type-graphql';
import { BadUserInputError, RecordNotFoundError, UnauthenticatedError } from '../../src/errors';
import {
  buildSubgraphSchema,
  type SubgraphSchema,
  type SubgraphSchemaOptions,
} from '../../src/graphql/engine/build-subgraph-schema';
import type { Representation } from '../../src/graphql/engine/entities-resolver';
import { CurrencyCodeScalar, DateTimeScalar, DecimalScalar } from '../../src/graphql/scalars';
import { createRequestContext, type RequestContext } from '../../src/request-context';

/** A small graph with the shapes of the real one, over data in memory. */
export interface ExpenseContext {
  readonly request: RequestContext;
  /** Every lookup of employees by id, with the ids that it was asked for. */
  readonly employeeLookups: string[][];
  readonly employees: DataLoader<string, Employee | null>;
}

export function createExpenseContext(options: { logger?: pino.Logger; requestId?: string } = {}): ExpenseContext {
  const logger = options.logger ?? pino({ level: 'silent' });
  const employeeLookups: string[][] = [];
  return {
    request: createRequestContext({ logger, requestId: options.requestId }),
    employeeLookups,
    employees: new DataLoader<string, Employee | null>(async (ids) => {
      employeeLookups.push([...ids]);
      return ids.map((id) => EMPLOYEES.find((employee) => employee.id === id) ?? null);
    }),
  };
}

const PAGE = '@listSize(slicingArguments: ["first"], sizedFields: ["nodes"], requireOneSlicingArgument: false)';

enum ReportStatus {
  OPEN = 'OPEN',
  APPROVED = 'APPROVED',
}
registerEnumType(ReportStatus, {
  name: 'ReportStatus',
  description: 'Where a report stands.',
  valuesConfig: { OPEN: { description: 'Being written.' }, APPROVED: { description: 'Approved.' } },
});

@ObjectType({ simpleResolvers: true, description: 'An amount in one currency.' })
@Directive('@shareable')
class Money {
  @Field(() => DecimalScalar, { description: 'The amount.' })
  amount!: string;

  @Field(() => CurrencyCodeScalar, { description: 'Its currency.' })
  currency!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A connection of a customer.' })
@Directive('@key(fields: "id")')
class Instance {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;
}

@InterfaceType({ description: 'A copy of something at a vendor.' })
abstract class VendorRecord {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: "The vendor's id." })
  remoteId!: string;
}

@ObjectType({ simpleResolvers: true, implements: VendorRecord, description: 'An employee.' })
@Directive('@key(fields: "id")')
@Directive('@key(fields: "instance { id } remoteId")')
class Employee implements VendorRecord {
  id!: string;
  remoteId!: string;

  @Field(() => Instance, { description: 'Its instance.' })
  instance!: Instance;

  @Field(() => String, { nullable: true, description: 'Name.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email!: string | null;

  @Field(() => String, { nullable: true, description: 'Personnel number.' })
  employeeNumber!: string | null;
}

@ObjectType({ simpleResolvers: true, implements: VendorRecord, description: 'An expense.' })
@Directive('@key(fields: "id")')
class Expense implements VendorRecord {
  id!: string;
  remoteId!: string;

  @Field(() => Money, { nullable: true, description: 'What counts.' })
  amount!: Money | null;
}

@ObjectType({ simpleResolvers: true, description: 'A page of expenses.' })
class ExpenseConnection {
  @Field(() => [Expense], { description: 'The expenses.' })
  nodes!: Expense[];
}

@ObjectType({ implements: VendorRecord, simpleResolvers: true, description: 'An expense report.' })
@Directive('@key(fields: "id")')
class Report implements VendorRecord {
  id!: string;
  remoteId!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => ReportStatus, { description: 'Where it stands.' })
  status!: ReportStatus;

  @Field(() => Money, { nullable: true, description: 'What it comes to.' })
  total!: Money | null;

  @Field(() => DateTimeScalar, { description: 'When it was read.' })
  fetchedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: "The submitter's address.",
    deprecationReason: 'Use `submitter`.',
  })
  submitterEmail!: string | null;

  readonly submitterId!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A page of reports.' })
class ReportConnection {
  @Field(() => [Report], { description: 'The reports.' })
  nodes!: Report[];
}

@InterfaceType({ description: 'What can be acted on.' })
abstract class UserError {
  @Field(() => String, { description: 'For people.' })
  message!: string;
}

@ObjectType({ simpleResolvers: true, implements: UserError, description: 'Keys are missing.' })
class MissingConfigurationError implements UserError {
  message!: string;

  @Field(() => [String], { description: 'All of them.' })
  missingKeys!: string[];
}

@ObjectType({ simpleResolvers: true, description: 'What came of it.' })
class RenameReportPayload {
  @Field(() => Report, { nullable: true, description: 'The report.' })
  report!: Report | null;

  @Field(() => [UserError], { description: 'What went wrong.' })
  errors!: object[];
}

@InputType({ description: 'Which report: exactly one.' })
@Directive('@oneOf')
class ReportSelectionInput {
  @Field(() => ID, { nullable: true, description: 'By id.' })
  id?: string;

  @Field(() => String, { nullable: true, description: "By the vendor's id." })
  remoteId?: string;
}

@InputType({ description: 'A new name.' })
class RenameReportInput {
  @Field(() => ReportSelectionInput, { description: 'Which.' })
  report!: ReportSelectionInput;

  @Field(() => String, { nullable: true, description: 'The name; absent stays, null clears.' })
  name?: string | null;
}

const INSTANCE: Instance = Object.freeze({ id: 'ins1', name: 'Acme' });

const EMPLOYEES: readonly Employee[] = Array.from({ length: 5 }, (_, index) =>
  Object.freeze({
    id: `emp${index}`,
    remoteId: `person${index}@acme.example`,
    instance: INSTANCE,
    name: `Person ${index}`,
    email: `person${index}@acme.example`,
    employeeNumber: index === 4 ? null : `${index}`,
  }),
);

const REPORTS: readonly Report[] = Array.from({ length: 500 }, (_, index) =>
  Object.freeze({
    __typename: 'Report',
    id: `rpt${index}`,
    remoteId: `R00${index}`,
    name: `Report ${index}`,
    status: index % 2 === 0 ? ReportStatus.OPEN : ReportStatus.APPROVED,
    total: index % 7 === 0 ? null : { amount: `${index}.00`, currency: 'USD' },
    fetchedAt: new Date(Date.UTC(2026, 6, 31)),
    submitterEmail: `person${index % 5}@acme.example`,
    submitterId: `emp${index % 5}`,
  }),
);

@Resolver(() => Report)
class ReportResolver {
  @Query(() => ReportConnection, { nullable: true, description: 'Reports.' })
  @Directive(PAGE)
  async reports(
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many.' }) first: number,
  ): Promise<ReportConnection> {
    return { nodes: REPORTS.slice(0, first) };
  }

  @Query(() => Report, { nullable: true, description: 'One report.' })
  async report(@Arg('id', () => ID, { description: 'Which.' }) id: string): Promise<Report> {
    const report = REPORTS.find((each) => each.id === id);
    if (report === undefined) throw new RecordNotFoundError('Report', id);
    return report;
  }

  @Query(() => VendorRecord, { nullable: true, description: 'A record of any kind.' })
  async record(@Arg('id', () => ID, { description: 'Which.' }) id: string): Promise<object | null> {
    return REPORTS.find((each) => each.id === id) ?? null;
  }

  @Query(() => String, { nullable: true, description: 'Only for callers.' })
  async viewer(): Promise<string> {
    throw new UnauthenticatedError('The Authorization header is missing.');
  }

  @Query(() => String, { nullable: true, description: 'Takes no cursor.' })
  async page(@Arg('after', () => String, { description: 'A cursor.' }) after: string): Promise<string> {
    throw new BadUserInputError(`The cursor ${after} belongs to another order.`, { path: ['after'] });
  }

  @Query(() => String, { nullable: true, description: 'Fails in a way that nobody foresaw.' })
  async fault(): Promise<string> {
    throw Object.assign(new Error('connect postgres://user:hunter2@db'), { parameters: ['hunter2'] });
  }

  @Mutation(() => RenameReportPayload, { nullable: true, description: 'Renames a report.' })
  async renameReport(
    @Arg('input', () => RenameReportInput, { description: 'What to rename.' }) input: RenameReportInput,
  ): Promise<RenameReportPayload> {
    if (!('name' in input)) {
      const error = { __typename: 'MissingConfigurationError', message: 'No name.', missingKeys: ['name'] };
      return { report: null, errors: [error] };
    }
    const report = REPORTS.find((each) => each.id === input.report.id || each.remoteId === input.report.remoteId);
    return { report: report ? { ...report, name: input.name ?? '' } : null, errors: [] };
  }

  @FieldResolver(() => Employee, { nullable: true, description: 'Who submitted it.' })
  submitter(@Root() report: Report, @Ctx() context: ExpenseContext): Promise<Employee | null> {
    return context.employees.load(report.submitterId);
  }

  @FieldResolver(() => ExpenseConnection, { description: 'Its expenses.' })
  @Directive(PAGE)
  async expenses(
    @Root() report: Report,
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many.' }) first: number,
  ): Promise<ExpenseConnection> {
    const nodes = Array.from({ length: Math.min(first, 10) }, (_, index) => ({
      id: `${report.id}-${index}`,
      remoteId: `${index}`,
      amount: { amount: '1.50', currency: 'USD' },
    }));
    return { nodes };
  }
}

async function findEmployee(representation: Representation, context: ExpenseContext): Promise<object | null> {
  if (typeof representation['id'] === 'string') return context.employees.load(representation['id']);
  const { remoteId } = representation;
  return EMPLOYEES.find((employee) => employee.remoteId === remoteId) ?? null;
}

export function buildExpenseGraph(
  options: {
    readonly federationVersion?: string;
    readonly direct?: SubgraphSchemaOptions<ExpenseContext>['direct'];
  } = {},
): Promise<SubgraphSchema> {
  return buildSubgraphSchema<ExpenseContext>({
    resolvers: [ReportResolver],
    orphanedTypes: [Employee, Expense, Instance, Report, MissingConfigurationError],
    federationVersion: options.federationVersion ?? '2.9',
    direct: options.direct,
    references: {
      Employee: findEmployee,
      Report: async ({ id }) => {
        if (id === 'bad') throw new RecordNotFoundError('Report', 'bad');
        return REPORTS.find((report) => report.id === id) ?? null;
      },
      Expense: (representation) => {
        throw new Error(`thrown at once: ${representation.__typename}`);
      },
      Instance: async ({ id }) => (id === INSTANCE.id ? INSTANCE : null),
    },
  });
}
