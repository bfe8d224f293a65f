import 'reflect-metadata';
import { Arg, Directive, Field, FieldResolver, Float, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { buildSubgraphSchema, type SubgraphSchema } from '../../../src/graphql/engine/build-subgraph-schema';
import type { Representation } from '../../../src/graphql/engine/entities-resolver';
import type { RequestContext } from '../../../src/request-context';

/**
 * The `products` subgraph that the federation's compatibility suite asks for, built as ours is. Its types, keys and
 * data are the suite's (COMPATIBILITY.md of apollographql/apollo-federation-subgraph-compatibility).
 */
const COMPOSED_DIRECTIVE = `
  extend schema
    @link(url: "https://myspecs.dev/myCustomDirective/v1.0", import: ["@custom"])
    @composeDirective(name: "@custom")
  directive @custom on OBJECT
`;

@ObjectType({ simpleResolvers: true })
class ProductVariation {
  @Field(() => ID)
  id!: string;
}

@ObjectType({ simpleResolvers: true })
@Directive('@shareable')
class ProductDimension {
  @Field(() => String, { nullable: true })
  size!: string | null;

  @Field(() => Float, { nullable: true })
  weight!: number | null;

  @Field(() => String, { nullable: true })
  @Directive('@inaccessible')
  unit!: string | null;
}

@ObjectType({ simpleResolvers: true })
class CaseStudy {
  @Field(() => ID)
  caseNumber!: string;

  @Field(() => String, { nullable: true })
  description!: string | null;
}

@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "study { caseNumber }")')
class ProductResearch {
  @Field(() => CaseStudy)
  study!: CaseStudy;

  @Field(() => String, { nullable: true })
  outcome!: string | null;
}

@ObjectType({ simpleResolvers: true })
@Directive('@extends')
@Directive('@key(fields: "email")')
class User {
  @Field(() => ID)
  @Directive('@external')
  email!: string;

  @Field(() => String, { nullable: true })
  @Directive('@override(from: "users")')
  name!: string | null;

  @Field(() => Int, { nullable: true })
  @Directive('@external')
  totalProductsCreated!: number | null;

  @Field(() => Int)
  @Directive('@external')
  yearsOfEmployment!: number;
}

@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "sku package")')
class DeprecatedProduct {
  @Field(() => String)
  sku!: string;

  @Field(() => String)
  package!: string;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => User, { nullable: true })
  createdBy!: User | null;
}

@ObjectType({ simpleResolvers: true })
@Directive('@custom')
@Directive('@key(fields: "id")')
@Directive('@key(fields: "sku package")')
@Directive('@key(fields: "sku variation { id }")')
class Product {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true })
  sku!: string | null;

  @Field(() => String, { nullable: true })
  package!: string | null;

  @Field(() => ProductVariation, { nullable: true })
  variation!: ProductVariation | null;

  @Field(() => ProductDimension, { nullable: true })
  dimensions!: ProductDimension | null;

  @Field(() => User, { nullable: true })
  @Directive('@provides(fields: "totalProductsCreated")')
  createdBy!: User | null;

  @Field(() => String, { nullable: true })
  @Directive('@tag(name: "internal")')
  notes!: string | null;

  @Field(() => [ProductResearch])
  research!: ProductResearch[];
}

@ObjectType({ simpleResolvers: true })
@Directive('@interfaceObject')
@Directive('@key(fields: "id")')
class Inventory {
  @Field(() => ID)
  id!: string;

  @Field(() => [DeprecatedProduct])
  deprecatedProducts!: DeprecatedProduct[];
}

const CREATOR: User = Object.freeze({
  email: 'support@apollographql.com',
  name: 'Jane Smith',
  totalProductsCreated: 1337,
  yearsOfEmployment: 10,
});

const DEPRECATED: DeprecatedProduct = Object.freeze({
  sku: 'apollo-federation-v1',
  package: '@apollo/federation-v1',
  reason: 'Migrate to Federation V2',
  createdBy: CREATOR,
});

const RESEARCH: readonly ProductResearch[] = [
  { study: { caseNumber: '1234', description: 'Federation Study' }, outcome: null },
  { study: { caseNumber: '1235', description: 'Studio Study' }, outcome: null },
];

function product(id: string, sku: string, variation: string, study: number): Product {
  const dimensions = { size: 'small', weight: 1, unit: 'kg' };
  const research = RESEARCH.slice(study, study + 1);
  const rest = { package: `@apollo/${sku}`, dimensions, createdBy: CREATOR, notes: null, research };
  return Object.freeze({ id, sku, variation: { id: variation }, ...rest });
}

const PRODUCTS = [
  product('apollo-federation', 'federation', 'OSS', 0),
  product('apollo-studio', 'studio', 'platform', 1),
] as const;

@Resolver(() => User)
class UserResolver {
  @FieldResolver(() => Int, { nullable: true })
  @Directive('@requires(fields: "totalProductsCreated yearsOfEmployment")')
  averageProductsCreatedPerYear(@Root() user: User): number | null {
    return user.totalProductsCreated === null ? null : Math.round(user.totalProductsCreated / user.yearsOfEmployment);
  }
}

@Resolver()
class ProductsResolver {
  @Query(() => Product, { nullable: true })
  product(@Arg('id', () => ID) id: string): Product | null {
    return PRODUCTS.find((each) => each.id === id) ?? null;
  }

  @Query(() => DeprecatedProduct, { nullable: true, deprecationReason: 'Use product query instead' })
  deprecatedProduct(
    @Arg('sku', () => String) sku: string,
    @Arg('package', () => String) name: string,
  ): DeprecatedProduct | null {
    return sku === DEPRECATED.sku && name === DEPRECATED.package ? DEPRECATED : null;
  }
}

function findProduct(representation: Representation): Product | undefined {
  const { id, sku, package: name, variation } = representation as Representation & Partial<Product>;
  if (id) return PRODUCTS.find((each) => each.id === id);
  return PRODUCTS.find((each) => each.sku === sku && (each.package === name || each.variation?.id === variation?.id));
}

export function buildProductsSubgraph(): Promise<SubgraphSchema> {
  return buildSubgraphSchema<{ request: RequestContext }>({
    resolvers: [ProductsResolver, UserResolver],
    orphanedTypes: [Product, DeprecatedProduct, ProductResearch, User, Inventory],
    // The suite knows no later version.
    federationVersion: '2.3',
    extension: COMPOSED_DIRECTIVE,
    references: {
      Product: async (representation) => findProduct(representation) ?? null,
      DeprecatedProduct: async ({ sku }) => (sku === DEPRECATED.sku ? DEPRECATED : null),
      ProductResearch: async ({ study }) =>
        RESEARCH.find((each) => each.study.caseNumber === (study as CaseStudy).caseNumber) ?? null,
      User: async (representation) =>
        representation['email'] === CREATOR.email ? { ...CREATOR, ...representation } : null,
      Inventory: async ({ id }) => ({ id, deprecatedProducts: [DEPRECATED] }),
    },
  });
}
