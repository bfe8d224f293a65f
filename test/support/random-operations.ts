import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { randomNumbers } from './random-numbers';

const DIRECTIVES = ['@include(if: $yes)', '@skip(if: $yes)', '@include(if: $no)', '@skip(if: $no)', '@skip(if: false)'];

/**
 * A valid query over a schema, with aliases, fragments and conditions; the same for the same seed. Takes the variables
 * `$yes` and `$no`. `isLeftOut` names fields, as `Type.field`, that are not to be asked for.
 */
export function randomQuery(schema: GraphQLSchema, seed: number, isLeftOut: (coordinate: string) => boolean): string {
  const random = randomNumbers(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const fragments: string[] = [];
  let aliases = 0;

  function directive(): string {
    return random() < 0.15 ? ` ${pick(DIRECTIVES)}` : '';
  }

  function fieldsOf(type: GraphQLCompositeType): GraphQLField<unknown, unknown>[] {
    if (isUnionType(type)) return [];
    return Object.values(type.getFields()).filter(({ name }) => !isLeftOut(`${type.name}.${name}`));
  }

  function field(type: GraphQLCompositeType, depth: number): string {
    const chosen = pick(fieldsOf(type));
    if (chosen === undefined || random() < 0.1) return '__typename';
    const inner = getNamedType(chosen.type);
    // The same response name with other arguments would be a conflict, so that these always get a name of their own.
    const required = chosen.args
      .filter(({ name }) => name === 'id')
      .map(({ name }) => `${name}: "${Math.floor(random() * 7)}"`);
    const alias = required.length > 0 || random() < 0.2 ? `a${(aliases += 1)}: ` : '';
    const head = `${alias}${chosen.name}${required.length > 0 ? `(${required.join()})` : ''}${directive()}`;
    if (!isCompositeType(inner)) return head;
    return depth > 0 ? `${head} ${selection(inner, depth - 1)}` : '__typename';
  }

  function conditionFor(type: GraphQLCompositeType): GraphQLCompositeType {
    if (isObjectType(type)) return pick([type, ...type.getInterfaces()]);
    return pick([...schema.getPossibleTypes(type), ...(isInterfaceType(type) ? [type] : [])]);
  }

  function fragment(type: GraphQLCompositeType, depth: number): string {
    const condition = conditionFor(type);
    if (random() < 0.5) return `... on ${condition.name}${directive()} ${selection(condition, depth)}`;
    const name = `F${fragments.length}`;
    const index = fragments.push('') - 1;
    fragments[index] = `fragment ${name} on ${condition.name} ${selection(condition, depth)}`;
    const spread = `...${name}${directive()}`;
    return random() < 0.3 ? `${spread} ...${name}` : spread;
  }

  function selection(type: GraphQLCompositeType, depth: number): string {
    const count = 1 + Math.floor(random() * 4);
    const parts = Array.from({ length: count }, () =>
      random() < 0.25 && depth > 0 ? fragment(type, depth - 1) : field(type, depth),
    );
    return `{ ${parts.join(' ')} }`;
  }

  const root = selection(schema.getQueryType() as GraphQLCompositeType, 4);
  const conditions = '__typename @skip(if: $yes) @include(if: $no)';
  return `query ($yes: Boolean!, $no: Boolean = false) { ${conditions} ...Root } fragment Root on Query ${root} ${fragments.join(' ')}`;
}
