/** Rows of an organization, of the instances that the caller may see. */
export interface OrganizationScope {
  readonly organizationId: string;
  readonly instanceIds: readonly string[];
}

/** Rows of one instance. An instance of another organization, or a deleted one, has none. */
export interface InstanceScope {
  readonly organizationId: string;
  readonly instanceId: string;
}

/** What one person submitted. */
export interface SubmitterScope extends InstanceScope {
  /** Lower case. */
  readonly submitterEmail: string;
}

/** What is on one report. */
export interface ReportScope extends InstanceScope {
  readonly reportRemoteId: string;
}

/** Who belongs to one policy. */
export interface PolicyScope extends InstanceScope {
  readonly policyRemoteId: string;
}
