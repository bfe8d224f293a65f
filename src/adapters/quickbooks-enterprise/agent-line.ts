import type { VendorConnection } from '../adapter';
import type { AgentLine } from '../agent';

/** The only way to QuickBooks; whoever runs an operation of this element gives it. */
export function lineOf({ agent }: VendorConnection): AgentLine {
  if (agent === undefined) throw new Error('QuickBooks Enterprise is reached through its agent alone.');
  return agent;
}
