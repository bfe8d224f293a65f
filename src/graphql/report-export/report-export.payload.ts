import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../user-error/payload.type';
import { ReportExport } from './report-export.type';

const ORDERED = 'The export, just ordered: follow it until it is READY. Null when there is to be none.';

@ObjectType({ description: 'Answer of `exportReports`.', simpleResolvers: true })
export class ExportReportsPayload extends Payload {
  @Field(() => ReportExport, { nullable: true, description: ORDERED })
  reportExport?: ReportExport | null;
}

@ObjectType({ description: 'Answer of `exportCardReconciliation`.', simpleResolvers: true })
export class ExportCardReconciliationPayload extends Payload {
  @Field(() => ReportExport, { nullable: true, description: ORDERED })
  reportExport?: ReportExport | null;
}
