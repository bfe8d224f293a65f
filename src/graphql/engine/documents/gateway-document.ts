import { Kind, parse, type SelectionNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** What gateways and composition tools ask a subgraph for. */
const FEDERATION_FIELDS = ['_entities', '_service', '__typename'];
/** A gateway sends one document for each shape of its own clients' operations. */
const REMEMBERED_CHARACTERS = 4 * 1024 * 1024;

/** Tells documents that ask for nothing but the federation's own root fields; those that do not parse are none. */
export class GatewayDocuments {
  private readonly answers = new LRUCache<string, boolean>({
    maxSize: REMEMBERED_CHARACTERS,
    sizeCalculation: (_, document) => document.length + 1,
  });

  constructor(private readonly maxTokens: number) {}

  includes(document: string): boolean {
    const known = this.answers.get(document);
    if (known !== undefined) return known;
    const answer = this.asksForFederationOnly(document);
    this.answers.set(document, answer);
    return answer;
  }

  private asksForFederationOnly(document: string): boolean {
    try {
      const { definitions } = parse(document, { maxTokens: this.maxTokens, noLocation: true });
      const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
      return (
        operations.length > 0 && operations.every(({ selectionSet }) => selectionSet.selections.every(isFederation))
      );
    } catch {
      return false;
    }
  }
}

function isFederation(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && FEDERATION_FIELDS.includes(selection.name.value);
}
