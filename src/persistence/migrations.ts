import { Foundation1763600000000 } from '../../migrations/1763600000000-foundation';
import { VendorCalls1763600000100 } from '../../migrations/1763600000100-vendor-calls';
import { Records1763600000200 } from '../../migrations/1763600000200-records';
import { ChangeEvents1763700000100 } from '../../migrations/1763700000100-change-events';
import { Jobs1763700000150 } from '../../migrations/1763700000150-jobs';
import { SyncRuns1763700000200 } from '../../migrations/1763700000200-sync-runs';
import { TimeToLive1763700000300 } from '../../migrations/1763700000300-time-to-live';
import { Webhooks1763700000400 } from '../../migrations/1763700000400-webhooks';
import { IdleWebhookChannels1763700000500 } from '../../migrations/1763700000500-idle-webhook-channels';
import { VendorWrites1763800000100 } from '../../migrations/1763800000100-vendor-writes';
import { ReportExports1763800000200 } from '../../migrations/1763800000200-report-exports';
import { OAuth1763900000100 } from '../../migrations/1763900000100-oauth';
import { Books1763900000200 } from '../../migrations/1763900000200-books';
import { FinancialReports1763900000300 } from '../../migrations/1763900000300-financial-reports';
import { VendorNotices1763900000310 } from '../../migrations/1763900000310-vendor-notices';
import { TaxDocuments1764000000100 } from '../../migrations/1764000000100-tax-documents';
import { Agents1764100000100 } from '../../migrations/1764100000100-agents';
import { AgentWork1764100000200 } from '../../migrations/1764100000200-agent-work';
import { UserNumbers1764100000300 } from '../../migrations/1764100000300-user-numbers';
import { AgentWorkTries1764100000400 } from '../../migrations/1764100000400-agent-work-tries';
import { BulkJobs1764200000100 } from '../../migrations/1764200000100-bulk-jobs';
import { UnfinishedReports1764300000100 } from '../../migrations/1764300000100-unfinished-reports';
import { AgentSessionsOwed1764300000300 } from '../../migrations/1764300000300-agent-sessions-owed';
import { VendorWritesSettled1764300000400 } from '../../migrations/1764300000400-vendor-writes-settled';
import { SyncRunTries1764300000500 } from '../../migrations/1764300000500-sync-run-tries';
import { ReportMoments1764400000100 } from '../../migrations/1764400000100-report-moments';
import { AccessChanges1764400000200 } from '../../migrations/1764400000200-access-changes';

/** Every migration, oldest first. Listed by hand, so that the built service needs no file search at start. */
export const migrations: Function[] = [
  Foundation1763600000000,
  VendorCalls1763600000100,
  Records1763600000200,
  ChangeEvents1763700000100,
  Jobs1763700000150,
  SyncRuns1763700000200,
  TimeToLive1763700000300,
  Webhooks1763700000400,
  IdleWebhookChannels1763700000500,
  VendorWrites1763800000100,
  ReportExports1763800000200,
  OAuth1763900000100,
  Books1763900000200,
  FinancialReports1763900000300,
  VendorNotices1763900000310,
  TaxDocuments1764000000100,
  Agents1764100000100,
  AgentWork1764100000200,
  UserNumbers1764100000300,
  AgentWorkTries1764100000400,
  BulkJobs1764200000100,
  UnfinishedReports1764300000100,
  AgentSessionsOwed1764300000300,
  VendorWritesSettled1764300000400,
  SyncRunTries1764300000500,
  ReportMoments1764400000100,
  AccessChanges1764400000200,
];
