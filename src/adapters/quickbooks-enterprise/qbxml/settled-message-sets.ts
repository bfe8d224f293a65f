import type { AgentWriteMemory } from '../../agent';
import { FACT, factOf } from '../facts';
import { versionFor } from './versions';
import { LONGEST_SET_ID, writeMessageSet } from './write-message-set';

/** Those beyond stay in QuickBooks, and do no harm. */
const MOST = 100;

/** What QuickBooks keeps of a write lies under so much of the write's identity, which is random. */
export function messageSetIdOf(identityId: string): string {
  return identityId.slice(0, LONGEST_SET_ID);
}

/**
 * QuickBooks keeps in the company file what became of each set that changed something, until it is told that it may forget
 * it: one set in a document of its own, which asks for nothing else.
 */
export const settledMessageSets: AgentWriteMemory = {
  settled(facts, identityId) {
    const ids = new Set([...idsIn(factOf(facts, 'settledMessageSets')), messageSetIdOf(identityId)]);
    return factOfIds([...ids].slice(-MOST));
  },

  forget(facts) {
    const [oldMessageSetID, ...left] = idsIn(factOf(facts, 'settledMessageSets'));
    if (oldMessageSetID === undefined) return null;
    const set = { version: versionFor(facts), onError: 'stopOnError', oldMessageSetID, requests: [] } as const;
    return { document: writeMessageSet(set), facts: factOfIds(left) };
  },
};

function idsIn(fact: string | null): string[] {
  return fact === null ? [] : fact.split(' ');
}

function factOfIds(ids: readonly string[]): Readonly<Record<string, string>> {
  return { [FACT.settledMessageSets]: ids.join(' ') };
}
