import { getDocumentNodeFromSchema } from '@graphql-tools/utils';
import {
  Kind,
  isTypeDefinitionNode,
  parse,
  print,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  type ObjectTypeDefinitionNode,
} from 'graphql';

/** Directives of the federation specification that a subgraph may use; only those in use are imported. */
const FEDERATION_DIRECTIVES = new Set([
  'key',
  'requires',
  'provides',
  'external',
  'shareable',
  'extends',
  'override',
  'inaccessible',
  'tag',
  'composeDirective',
  'interfaceObject',
  'authenticated',
  'requiresScopes',
  'policy',
  'context',
  'fromContext',
  'cost',
  'listSize',
]);

/** Root types have no class, and so no place for a description. */
const ROOT_TYPES: Readonly<Record<string, string>> = {
  Query: 'Reads.',
  Mutation: 'Writes. Each takes one `input` and answers with one payload whose `errors` is empty on success.',
  Subscription: 'Notices. Delivered at least once: recognize repeats by id.',
};

/** Directives that only advise, and that are left out where the version of the link does not know them. */
const ADVISORY_SINCE: Readonly<Record<string, string>> = { cost: '2.9', listSize: '2.9' };

// The composition libraries refuse `@oneOf` unless the subgraph defines it.
const ONE_OF_DEFINITION =
  '"Exactly one field of the input object must be given, and it may not be null."\ndirective @oneOf on INPUT_OBJECT';

export interface SubgraphSdlOptions {
  /** Version of the `@link`, such as `2.9`. */
  readonly federationVersion: string;
  /** More SDL, such as another `@link` and the definition of a composed directive. */
  readonly extension?: string;
}

function directivesIn(document: DocumentNode): Set<string> {
  const names = new Set<string>();
  visit(document, { Directive: (node) => void names.add(node.name.value) });
  return names;
}

function linkTo(version: string, used: ReadonlySet<string>): string {
  const imports = [...used].filter((name) => FEDERATION_DIRECTIVES.has(name)).sort();
  const list = imports.map((name) => `"@${name}"`).join(', ');
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v${version}", import: [${list}])`;
}

/** Roots first, then directives, then types by name: the same print whatever order the classes were loaded in. */
function rankOf(definition: DefinitionNode): string {
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) return `0 ${definition.name.value}`;
  if (!isTypeDefinitionNode(definition)) return '0';
  const root = Object.keys(ROOT_TYPES).indexOf(definition.name.value);
  return root >= 0 ? `1 ${root}` : `2 ${definition.name.value}`;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The fields of a root type come from many classes, so that their order would be the order of imports. */
function completeRoot(definition: DefinitionNode): DefinitionNode {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return definition;
  const words = ROOT_TYPES[definition.name.value];
  if (words === undefined) return definition;
  const fields = [...(definition.fields ?? [])].sort((a, b) => compareText(a.name.value, b.name.value));
  const description = definition.description ?? ({ kind: Kind.STRING, value: words } as const);
  return { ...definition, description, fields } satisfies ObjectTypeDefinitionNode;
}

function isOlder(version: string, since: string): boolean {
  return version.localeCompare(since, 'en', { numeric: true }) < 0;
}

function withoutUnknownAdvice(document: DocumentNode, version: string): DocumentNode {
  return visit(document, {
    Directive: (node) => {
      const since = ADVISORY_SINCE[node.name.value];
      return since !== undefined && isOlder(version, since) ? null : undefined;
    },
  });
}

/** A schema of type-graphql as a document, with all its directives. */
export function documentOf(schema: GraphQLSchema): DocumentNode {
  return getDocumentNodeFromSchema(schema);
}

/** Prints a schema of type-graphql as the SDL of a federation subgraph, in a stable order. */
export function printSubgraphSdl(schema: GraphQLSchema, options: SubgraphSdlOptions): string {
  const types = withoutUnknownAdvice(documentOf(schema), options.federationVersion);
  const extension = options.extension === undefined ? null : parse(options.extension);
  const used = directivesIn(types);
  if (extension !== null) directivesIn(extension).forEach((name) => used.add(name));
  const definitions = types.definitions
    .filter((definition) => definition.kind !== Kind.SCHEMA_DEFINITION)
    .map(completeRoot)
    .sort((a, b) => compareText(rankOf(a), rankOf(b)));
  return [
    linkTo(options.federationVersion, used),
    ...(extension === null ? [] : [print(extension)]),
    ...(used.has('oneOf') ? [ONE_OF_DEFINITION] : []),
    ...definitions.map((definition) => print(definition)),
  ]
    .join('\n\n')
    .concat('\n');
}
