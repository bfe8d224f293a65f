import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';
import type { PageNeeds } from '../../persistence/keyset/keyset-page';

/** What is selected of a field: where it is in the document, and the fragments that the document has. */
export type Selected = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

/** Which fields of a row each field of its graph type is made of. */
export interface RowFields {
  /** Whether a field of this name is one of the row's, and all that the graph's field of that name needs. */
  readonly has: (field: string) => boolean;
  /** What resolvers read of the row, by the graph's field; null where one takes the row as a whole. */
  readonly readByResolver: Readonly<Record<string, readonly string[] | null>>;
}

type FieldsByName = ReadonlyMap<string, readonly FieldNode[]>;

const PLACES = ['startCursor', 'endCursor'];

/** What a connection needs of its page: more than it shows, where in doubt, and never less. */
export const pageNeeds = remembered(findNeeds);

/** The fields of a row that are needed of a record which is selected here; null for all. */
export const recordNeeds = remembered(({ fieldNodes, fragments }, row) =>
  rowFieldsOf([...fieldsOf(fieldNodes, fragments).keys()], row),
);

/** Documents are kept, and so are their nodes: a selection is looked through once. */
function remembered<Needs>(
  find: (selected: Selected, row: RowFields) => Needs,
): (selected: Selected, row: RowFields) => Needs {
  const known = new WeakMap<RowFields, WeakMap<FieldNode, { readonly needs: Needs }>>();
  return (selected, row) => {
    const [node, ...others] = selected.fieldNodes;
    // A selection that was written in several places is not that of the first alone.
    if (node === undefined || others.length > 0) return find(selected, row);
    const ofRow = known.get(row) ?? new WeakMap<FieldNode, { readonly needs: Needs }>();
    known.set(row, ofRow);
    const found = ofRow.get(node) ?? { needs: find(selected, row) };
    ofRow.set(node, found);
    return found.needs;
  };
}

function findNeeds({ fieldNodes, fragments }: Selected, row: RowFields): PageNeeds {
  const connection = fieldsOf(fieldNodes, fragments);
  const edges = fieldsOf(connection.get('edges') ?? [], fragments);
  const pageInfo = fieldsOf(connection.get('pageInfo') ?? [], fragments);
  const nodes = fieldsOf([...(connection.get('nodes') ?? []), ...(edges.get('node') ?? [])], fragments);
  return {
    fields: rowFieldsOf([...nodes.keys()], row),
    positions: edges.has('cursor') || PLACES.some((place) => pageInfo.has(place)),
  };
}

/** The fields of a row behind these fields of the graph; null for all, where one of them does not say. */
export function rowFieldsOf(graphFields: readonly string[], { has, readByResolver }: RowFields): string[] | null {
  const fields = new Set<string>();
  for (const name of graphFields) {
    if (name === '__typename') continue;
    const read = Object.hasOwn(readByResolver, name) ? readByResolver[name] : has(name) ? [name] : null;
    if (read === null || read === undefined) return null;
    for (const field of read) fields.add(field);
  }
  return [...fields].sort();
}

/** The fields selected right below these, by name; of fragments whatever their type, of conditions both outcomes. */
export function fieldsOf(nodes: readonly FieldNode[], fragments: Selected['fragments']): FieldsByName {
  const fields = new Map<string, FieldNode[]>();
  const add = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        fields.set(selection.name.value, [...(fields.get(selection.name.value) ?? []), selection]);
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
        if (fragment !== undefined) add(fragment.selectionSet);
      }
    }
  };
  for (const { selectionSet } of nodes) if (selectionSet !== undefined) add(selectionSet);
  return fields;
}
