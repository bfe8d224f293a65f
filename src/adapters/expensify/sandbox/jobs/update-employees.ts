import { applyRecord, fixApprovalChains } from '../employee-update/apply-records';
import { parseFeed, parseRecord, type EmployeeRecord } from '../employee-update/employee-record';
import { StaffDraft } from '../employee-update/staff-draft';
import type { JobAnswer, JobContext } from '../job';
import { JobError } from '../job-error';
import type { JsonSection } from '../job-description';
import { deliver, parseOnFinish } from '../on-finish';

const PRIMARY_POLICIES = ['none', 'new_employees', 'all_employees'];

/**
 * `update` / `employees`, the advanced updater (`entity` "generic"). A dry run computes the same and changes nothing.
 * Employees that cannot be taken are skipped with a reason, under 200.
 */
export function updateEmployees(context: JobContext): JobAnswer {
  const { description, company, parameters } = context;
  const { top } = description;
  if (description.inputSettings.optionalText('entity') !== 'generic') {
    throw new JobError(410, "Argument 'entity' is missing or malformed");
  }
  checkDataSource(top);
  const primary = parsePrimary(top);
  const actions = parseOnFinish(top, ['email']);
  const dryRun = isTrue(top, 'dry-run');
  const chain = {
    fix: top.optionalBoolean('shouldFixApprovalChains') ?? true,
    firstLevelOnly: top.optionalBoolean('fixFirstLevelManagersOnly') ?? false,
  };
  top.optionalBoolean('shouldSkipNotificationEmail');
  const feed = parseFeed(parameters.get('data'));
  const draft = new StaffDraft(company);
  const { records, skippedEmployees } = applyFeed(draft, feed);
  fixApprovalChains(draft, records, chain);
  const groups = groupsOf(records, feed.length);
  const body = {
    responseCode: 200,
    'dry-run': dryRun,
    updatedEmployeesCount: records.length,
    diff: draft.diff(),
    securityGroupEmployeesMap: groups,
    skippedEmployees,
  };
  if (!dryRun) commit(context, draft, records, groups, primary);
  for (const action of actions) deliver(action, summaryOf(body), [], context);
  return { kind: 'envelope', body };
}

/** Feeds from elsewhere would have to be fetched, and the sandbox dials nobody. */
function checkDataSource(top: JsonSection): void {
  const source = top.requiredText('dataSource');
  if (source === 'request') return;
  const known = source === 'download' || source === 'sftp';
  throw new JobError(410, known ? `This sandbox fetches no feeds by ${source}` : "Argument 'dataSource' is malformed");
}

function parsePrimary(top: JsonSection): string {
  const primary = top.optionalText('setEmployeePrimaryPolicy') || 'none';
  if (PRIMARY_POLICIES.includes(primary)) return primary;
  throw new JobError(410, "Argument 'setEmployeePrimaryPolicy' is missing or malformed");
}

function isTrue(top: JsonSection, name: string): boolean {
  return top.optionalText(name) === 'true' || top.raw(name) === true;
}

interface Applied {
  readonly records: readonly EmployeeRecord[];
  readonly skippedEmployees: readonly { readonly email: string; readonly reason: string }[];
}

function applyFeed(draft: StaffDraft, feed: readonly JsonSection[]): Applied {
  const records: EmployeeRecord[] = [];
  const skippedEmployees: { email: string; reason: string }[] = [];
  for (const entry of feed) {
    try {
      const record = parseRecord(entry);
      applyRecord(draft, record);
      records.push(record);
    } catch (error) {
      if (!(error instanceof JobError)) throw error;
      skippedEmployees.push({ email: entry.optionalText('employeeEmail') ?? '', reason: error.message });
    }
  }
  return { records, skippedEmployees };
}

/** Domain groups count only when every entry of the feed has one. */
function groupsOf(records: readonly EmployeeRecord[], feedLength: number): Record<string, string[]> {
  const grouped = records.filter(({ domainGroupID }) => domainGroupID !== null);
  if (grouped.length < feedLength) return {};
  const groups: Record<string, string[]> = {};
  for (const { domainGroupID, email } of grouped) (groups[domainGroupID!] ??= []).push(email);
  return groups;
}

function commit(
  { company }: JobContext,
  draft: StaffDraft,
  records: readonly EmployeeRecord[],
  groups: Readonly<Record<string, readonly string[]>>,
  primary: string,
): void {
  const fresh = new Set(records.map(({ email }) => email).filter((email) => company.findEmployee(email) === undefined));
  draft.commit();
  for (const [group, emails] of Object.entries(groups))
    for (const email of emails) company.setDomainGroup(email, group);
  for (const { email, policyIDs, isTerminated } of records) {
    const wanted = primary === 'all_employees' || (primary === 'new_employees' && fresh.has(email));
    if (wanted && !isTerminated) company.setPrimaryPolicy(email, policyIDs[0]);
  }
}

function summaryOf(body: {
  readonly updatedEmployeesCount: number;
  readonly skippedEmployees: readonly unknown[];
}): string {
  return `Updated employees: ${body.updatedEmployeesCount}, skipped: ${body.skippedEmployees.length}`;
}
