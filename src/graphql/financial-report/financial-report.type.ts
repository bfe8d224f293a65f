import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type {
  AccountingBasis as Basis,
  FinancialReportCellType as CellType,
  FinancialReportColumnValue,
  FinancialReportKind as Kind,
  FinancialReportRecordKind as RecordKind,
  FinancialReportRowValue,
} from '../../adapters/financial-reports';
import type { MoneyValue } from '../../adapters/records';
import type { SourceFreshness } from '../../services/source-freshness';
import { Money } from '../money/money.type';
import { DateScalar, DateTimeScalar, DecimalScalar, CurrencyCodeScalar } from '../scalars';
import {
  AccountingBasis,
  FinancialReportCellType,
  FinancialReportKind,
  FinancialReportRecordKind,
  FinancialReportRowKind,
} from './financial-report.enums';

@ObjectType({ description: 'A column of a statement.', simpleResolvers: true })
export class FinancialReportColumn {
  @Field(() => String, { description: 'Key that does not change with the language; unique in the statement.' })
  key!: string;

  @Field(() => String, { description: "Heading, in the company's language; empty where it has none." })
  title!: string;

  @Field(() => FinancialReportCellType, { description: 'What its cells hold.' })
  type!: CellType;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day that it sums, where it stands for a span of time.',
  })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day that it sums.' })
  to?: string | null;
}

/** What a cell is served from: its value, with what its column and the statement say. */
@ObjectType({ description: 'A cell of a statement.', simpleResolvers: true })
export class FinancialReportCell {
  instanceId!: string;

  @Field(() => String, { nullable: true, description: 'As the vendor prints it; null when blank.' })
  text!: string | null;

  @Field(() => Money, { nullable: true, description: 'Of a `MONEY` column; null when blank, or without a currency.' })
  money!: MoneyValue | null;

  @Field(() => DateScalar, { nullable: true, description: 'Of a `DATE` column.' })
  date!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Of a `NUMBER` column.' })
  number!: string | null;

  @Field(() => String, { nullable: true, description: "The vendor's id of what the cell names." })
  remoteId!: string | null;

  @Field(() => FinancialReportRecordKind, {
    nullable: true,
    description: 'What it names; null where the vendor does not say, or it is nothing that we keep records of.',
  })
  recordKind!: RecordKind | null;

  @Field(() => ID, { nullable: true, description: 'Id in this graph of what it names.' })
  recordId!: string | null;
}

@ObjectType({ description: 'A row of a statement.', simpleResolvers: true })
export class FinancialReportRow {
  @Field(() => Int, { description: 'Number, from 0.' })
  index!: number;

  @Field(() => Int, { nullable: true, description: '`index` of the section that it is in; null at the top.' })
  parent!: number | null;

  @Field(() => Int, { description: 'Depth, from 0. A summary is as deep as the section that it sums.' })
  depth!: number;

  @Field(() => FinancialReportRowKind, { description: 'What sort of row.' })
  kind!: FinancialReportRowValue['kind'];

  @Field(() => Int, {
    nullable: true,
    description: 'Of a summary: `index` of the section that it sums; null where that has no row.',
  })
  sums!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Key of a well-known section that does not change with the language, such as `NetIncome`.',
  })
  key!: string | null;

  @Field(() => String, { nullable: true, description: 'First cell, as text.' })
  label!: string | null;

  @Field(() => [FinancialReportCell], { description: 'Cells, one for each column.' })
  cells!: readonly FinancialReportCell[];
}

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A statement computed by an accounting product. Not an expense report: that is `Report`.',
  simpleResolvers: true,
})
export class FinancialReport {
  instanceId!: string;
  source!: SourceFreshness;
  table!: {
    readonly columns: readonly FinancialReportColumnValue[];
    readonly rows: readonly FinancialReportRowValue[];
  };

  @Field(() => ID, {
    description: 'Opaque, global. It carries the instance and the question, so that the same question has the same id.',
  })
  id!: string;

  @Field(() => FinancialReportKind, { description: 'Which statement.' })
  kind!: Kind;

  @Field(() => String, { description: 'Title as the vendor has it.' })
  title!: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day; null for statements as of a day.' })
  from!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day, or the day that it is as of.' })
  to!: string | null;

  @Field(() => AccountingBasis, { description: 'Cash or accrual.' })
  basis!: Basis;

  @Field(() => CurrencyCodeScalar, { nullable: true, description: 'Currency of money cells.' })
  currency!: string | null;

  @Field(() => Boolean, { description: 'There was nothing to report.' })
  isEmpty!: boolean;

  @Field(() => Boolean, { description: 'The vendor cut it off for size: ask for a shorter period.' })
  isTruncated!: boolean;

  @Field(() => [FinancialReportColumn], { description: 'Columns, left to right.' })
  columns!: readonly FinancialReportColumnValue[];

  @Field(() => Int, { description: 'Rows that it has in all.' })
  rowCount!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the vendor computed it.' })
  generatedAt!: string | null;

  @Field(() => DateTimeScalar, { description: 'When we last read it.' })
  fetchedAt!: Date;
}
