import type { ReportExportRow } from '../../persistence/repositories/report-export.repository';
import type { ExportActionOutcome } from './report-export.enums';
import type { ReportExportAction } from './report-export.type';

/** What an export asks of its vendor beside making files, and what became of it. */
export function actionsOf(row: ReportExportRow): ReportExportAction[] {
  const withTheFiles = row.actions.map((kind) => ({
    kind,
    outcome: outcomeOf(row, row.submitStartedAt, row.submittedAt),
  }));
  if (row.wantedLabel === null) return withTheFiles;
  const outcome = outcomeOf(row, row.markStartedAt, row.markedAt);
  return [...withTheFiles, { kind: 'MARK_AS_EXPORTED', outcome }];
}

function outcomeOf(row: ReportExportRow, askedAt: Date | null, answeredAt: Date | null): ExportActionOutcome {
  if (row.isDryRun) return 'SKIPPED';
  if (answeredAt !== null) return 'TAKEN';
  if (row.finishedAt === null) return 'PENDING';
  if (row.status !== 'FAILED') return 'SKIPPED';
  return askedAt !== null && row.errorCode === 'OUTCOME_UNKNOWN' ? 'UNKNOWN' : 'NOT_DONE';
}
