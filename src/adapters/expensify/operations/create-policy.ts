import type { VendorConnection } from '../../adapter';
import { RequestProblems } from '../../request-problems';
import { VendorProtocolError } from '../../vendor-error';
import type { CreatePolicyRequest, VendorWrites } from '../../writes';
import type { Envelope } from '../envelope';
import { runJob } from '../job-transport';
import { canonicalPolicyId } from '../policy-id';
import { readToken } from '../raw-record';
import { createPolicyJob } from '../write-jobs';

const PLANS = ['team', 'corporate'] as const;

/** Creates a policy that the account of the credentials owns. */
export const createPolicy: NonNullable<VendorWrites['createPolicy']> = {
  resource: 'POLICIES',
  operation: 'CREATE',
  async run(connection: VendorConnection, request: CreatePolicyRequest) {
    const call = { purpose: 'policies.create', job: toJob(request), repeatable: false };
    const policyRemoteId = await runJob(connection, call, readPolicyId);
    return { result: { policyRemoteId }, changed: [{ resource: 'POLICIES', remoteIds: [policyRemoteId] }] };
  },
};

function toJob({ name, plan }: CreatePolicyRequest) {
  const problems = new RequestProblems();
  if (name.trim() === '') problems.add(['name'], 'Expensify takes no policy without a name.');
  const known = PLANS.find((one) => one === plan?.trim().toLowerCase());
  if (plan !== null && known === undefined) {
    problems.add(['plan'], 'Expensify has no such plan.', { expected: PLANS.join(' or '), suggestions: PLANS });
  }
  problems.throwIfAny();
  return createPolicyJob(name, known);
}

function readPolicyId({ fields }: Envelope): string {
  const id = canonicalPolicyId(readToken(fields.policyID) ?? '');
  if (id !== null) return id;
  throw new VendorProtocolError("Expensify's answer does not tell the ID of the new policy.");
}
