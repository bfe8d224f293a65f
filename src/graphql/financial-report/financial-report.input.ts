import { Field, InputType } from 'type-graphql';
import type {
  FinancialReportFilter,
  FinancialReportGrouping as Grouping,
  FinancialReportKind as Kind,
  FinancialReportQuestion,
} from '../../adapters/financial-reports';
import { DayRangeInput } from '../connection/day-range.input';
import { AccountingBasis, FinancialReportGrouping, FinancialReportKind } from './financial-report.enums';

@InputType({ description: 'A question to an accounting product.' })
export class FinancialReportRequest {
  @Field(() => FinancialReportKind, { description: 'Which statement.' })
  kind!: Kind;

  @Field(() => DayRangeInput, {
    nullable: true,
    description:
      'Over which days, both given; for statements as of a day `to` alone will do. Default: the fiscal year to date, or ' +
      'today.',
  })
  period?: DayRangeInput | null;

  @Field(() => AccountingBasis, {
    nullable: true,
    description: "Default, as with `UNSPECIFIED`: the company's own.",
  })
  basis?: 'CASH' | 'ACCRUAL' | 'UNSPECIFIED' | null;

  @Field(() => FinancialReportGrouping, {
    defaultValue: 'TOTAL',
    description: 'One column for each of these; default: a single total.',
  })
  columnsBy!: Grouping;

  @Field(() => [String], { nullable: true, description: 'Only these departments: their `remoteId`s.' })
  departmentRemoteId?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Only these classes: their `remoteId`s.' })
  trackingClassRemoteId?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Only these suppliers: their `remoteId`s.' })
  supplierRemoteId?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Only these customers: their `remoteId`s.' })
  customerRemoteId?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Only these employees: their `remoteId`s.' })
  employeeRemoteId?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Only these ledger accounts: their `remoteId`s.' })
  ledgerAccountRemoteId?: readonly string[] | null;
}

/** An empty list narrows nothing, and neither does an empty period. */
export function toQuestion(request: FinancialReportRequest): FinancialReportQuestion {
  const { kind, period, basis, columnsBy } = request;
  const given: Readonly<Record<FinancialReportFilter, readonly string[] | null | undefined>> = {
    department: request.departmentRemoteId,
    trackingClass: request.trackingClassRemoteId,
    supplier: request.supplierRemoteId,
    customer: request.customerRemoteId,
    employee: request.employeeRemoteId,
    ledgerAccount: request.ledgerAccountRemoteId,
  };
  const filters = Object.entries(given).flatMap(([filter, ids]) =>
    ids == null || ids.length === 0 ? [] : [[filter, [...new Set(ids)].sort()]],
  );
  return {
    kind,
    from: period?.from ?? null,
    to: period?.to ?? null,
    basis: basis === 'CASH' || basis === 'ACCRUAL' ? basis : null,
    columnsBy,
    filters: Object.fromEntries(filters),
  };
}
