import { z } from 'zod';
import type { SandboxRequest } from '../sandbox-request';
import type { CompanyPath } from './company-path';

/** The vendor's App Partner Program: writes are never metered, reads are. */
export type Metering = 'core' | 'core-plus';

const Batch = z.object({ BatchItemRequest: z.array(z.looseObject({ operation: z.string().optional() })) });

export function meteringOf({ path }: CompanyPath, { method, body }: SandboxRequest): Metering {
  if (method === 'GET' || path === '/query') return 'core-plus';
  return path === '/batch' && !onlyWrites(body) ? 'core-plus' : 'core';
}

function onlyWrites(body: Buffer): boolean {
  try {
    return Batch.parse(JSON.parse(body.toString('utf8'))).BatchItemRequest.every(({ operation }) => Boolean(operation));
  } catch {
    return false;
  }
}
