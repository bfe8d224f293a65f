import type { EntityDefinition } from '../entity-definition';
import { faults } from '../fault';
import type { JsonObject } from '../json';

/** None of the entities here can be voided through the API; each says so in its own way, as was seen live. */
export function voidObject(definition: EntityDefinition): JsonObject {
  if (definition.name === 'Bill') throw faults.system('java.lang.UnsupportedOperationException', 200);
  if (definition.name === 'JournalEntry') return { BatchItemResponse: [] };
  throw faults.unsupported('Operation void');
}
