import json5 from 'json5';
import type { PolicyRole } from '../data/company';
import { JobError } from '../job-error';
import { JsonSection, type JsonObject } from '../job-description';

const ROLES: readonly PolicyRole[] = ['user', 'auditor', 'admin'];

/** One employee of the feed. Null = not given, which leaves things as they are. */
export interface EmployeeRecord {
  readonly email: string;
  readonly managerEmail: string;
  readonly employeeID: string;
  readonly policyIDs: readonly [string, ...string[]];
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly customField1: string | null;
  readonly customField2: string | null;
  readonly approvalLimit: number | null;
  readonly overLimitApprover: string | null;
  readonly approvesTo: string | null;
  readonly role: PolicyRole | null;
  readonly isTerminated: boolean;
  readonly workerStatus: string | null;
  readonly domainGroupID: string | null;
  readonly removeFromOtherPolicies: boolean;
  readonly defaultTags: readonly string[] | null;
}

/** The entries of the form field `data`: a list, or a list under `Employees`. Throws when it is neither. */
export function parseFeed(data: string | undefined): JsonSection[] {
  if (data === undefined || data.trim() === '') throw new JobError(410, "Required parameter 'data' is missing");
  let parsed: unknown;
  try {
    parsed = json5.parse<unknown>(data);
  } catch {
    throw new JobError(410, "'data' object malformed");
  }
  const feed = new JsonSection({ list: Array.isArray(parsed) ? parsed : (parsed as JsonObject | null)?.['Employees'] });
  if (!feed.has('list') || feed.raw('list') === undefined) throw new JobError(410, "'data' object malformed");
  return feed.objects('list');
}

/** Throws a `JobError` whose message is the reason to skip the employee. */
export function parseRecord(given: JsonSection): EmployeeRecord {
  const limit = given.optionalInteger('approvalLimit');
  const overLimitApprover =
    parseOptionalEmail(given, 'overLimitApprover') ?? parseOptionalEmail(given, 'limitApprover');
  if (limit !== null && overLimitApprover === null) given.requiredText('overLimitApprover');
  return {
    email: parseEmail(given.requiredText('employeeEmail'), 'employee'),
    managerEmail: parseEmail(given.requiredText('managerEmail'), 'manager'),
    employeeID: given.requiredText('employeeID'),
    policyIDs: [given.requiredText('policyID'), ...(parseTexts(given, 'additionalPolicyIDs') ?? [])],
    firstName: given.optionalText('firstName'),
    lastName: given.optionalText('lastName'),
    customField1: given.optionalText('customField1'),
    customField2: given.optionalText('customField2'),
    approvalLimit: limit,
    overLimitApprover,
    approvesTo: parseOptionalEmail(given, 'approvesTo'),
    role: parseRole(given.optionalText('role')),
    isTerminated: parseFlag(given, 'isTerminated'),
    workerStatus: given.optionalText('workerStatus'),
    domainGroupID: given.optionalText('domainGroupID') || null,
    removeFromOtherPolicies: parseFlag(given, 'shouldRemoveFromUnassignedPolicies'),
    defaultTags: parseTexts(given, 'defaultTags'),
  };
}

/** Spaces are not taken off: the documentation's example of a skipped employee has one at the end. */
function parseEmail(text: string, whose: string): string {
  if (/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text)) return text.toLowerCase();
  throw new JobError(410, `Invalid ${whose} email address '${text}'`);
}

function parseOptionalEmail(given: JsonSection, name: string): string | null {
  const text = given.optionalText(name);
  return text === null || text === '' ? null : parseEmail(text, name);
}

function parseRole(text: string | null): PolicyRole | null {
  if (text === null || text === '') return null;
  const role = ROLES.find((known) => known === text.toLowerCase());
  if (role === undefined) throw new JobError(410, `Invalid role '${text}'`);
  return role;
}

/** A boolean, or the word for it: the help page sends `"false"`. */
function parseFlag(given: JsonSection, name: string): boolean {
  const text = given.optionalText(name);
  return text === 'true' || text === 'false' || text === '' ? text === 'true' : (given.optionalBoolean(name) ?? false);
}

function parseTexts(given: JsonSection, name: string): readonly string[] | null {
  if (!given.has(name)) return null;
  const texts = given.optionalTexts(name);
  if (texts === null) throw new JobError(410, `Argument '${name}' is missing or malformed`);
  return texts;
}
