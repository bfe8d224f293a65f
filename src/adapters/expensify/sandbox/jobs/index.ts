import type { Job } from '../job';
import { download } from './download';
import { exportReports } from './export-reports';
import { getPolicy } from './get-policy';
import { getPolicyList } from './get-policy-list';

/** By `type/inputSettings.type`; `download` has no second word. */
const JOBS: ReadonlyMap<string, Job> = new Map<string, Job>([
  ['file/combinedReportData', exportReports],
  ['download', download],
  ['get/policyList', getPolicyList],
  ['get/policy', getPolicy],
]);

export function findJob(type: string | null, inputType: string | null): Job | undefined {
  return JOBS.get(type === 'download' ? type : `${type}/${inputType}`);
}
