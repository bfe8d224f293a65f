import type { AgentFacts } from '../../agent';
import { versionFor } from '../qbxml/versions';
import { writeMessageSet } from '../qbxml/write-message-set';

/**
 * Asks what QuickBooks is, and changes nothing. Said in place of nothing: to an empty request, some versions of the Web
 * Connector fail while they log it.
 */
export function idleRequest(facts: AgentFacts): string {
  return writeMessageSet({
    version: versionFor(facts),
    onError: 'continueOnError',
    requests: [{ kind: 'HostQuery' }],
  });
}
