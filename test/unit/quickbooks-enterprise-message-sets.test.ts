import type { AgentFacts } from '../../src/adapters/agent';
import { settledMessageSets } from '../../src/adapters/quickbooks-enterprise/qbxml/settled-message-sets';

const ids = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(index).padStart(3, '0').padEnd(32, 'f'));

function settled(identities: readonly string[]): AgentFacts {
  return identities.reduce<AgentFacts>((facts, id) => ({ ...facts, ...settledMessageSets.settled(facts, id) }), {
    qbxmlVersion: '11.0',
  });
}

describe('message sets that are settled', () => {
  it('are forgotten one by one, in a document that asks for nothing else', () => {
    const facts = settled(['0123456789abcdef0123456789abcdef', 'f'.repeat(32)]);
    const first = settledMessageSets.forget(facts)!;
    expect(first.document).toBe(
      '<?xml version="1.0"?><?qbxml version="11.0"?><QBXML>' +
        '<QBXMLMsgsRq onError="stopOnError" oldMessageSetID="0123456789abcdef0123456"></QBXMLMsgsRq></QBXML>',
    );
    const second = settledMessageSets.forget({ ...facts, ...first.facts })!;
    expect(second.document).toContain(`oldMessageSetID="${'f'.repeat(23)}"`);
    expect(settledMessageSets.forget({ ...facts, ...second.facts })).toBeNull();
  });

  it('are known once, and no more than a hundred of them', () => {
    const [one = ''] = ids(1);
    expect(settled([one, one])).toEqual(settled([one]));
    let facts = settled(ids(150));
    const documents: string[] = [];
    for (let next = settledMessageSets.forget(facts); next !== null; next = settledMessageSets.forget(facts)) {
      documents.push(next.document);
      facts = { ...facts, ...next.facts };
    }
    expect(documents).toHaveLength(100);
    expect(documents[0]).toContain('"050');
  });

  it('are none where nothing was settled', () => {
    expect(settledMessageSets.forget({})).toBeNull();
  });
});
