import { servePlainSubgraph } from './plain-subgraph';
import type { ServedGraphql } from './served-graphql';

/**
 * A personnel directory: it says which person an employee is. It knows e-mail addresses and personnel numbers and none
 * of our ids, so that it declares the one key that it can give.
 */
export const HR_SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])

  type Query {
    "A person of the company."
    person(id: ID!): Person
  }

  "A person of the company."
  type Person @key(fields: "id") {
    id: ID!
    fullName: String!
    costCenter: String!
    "Their accounts at expense and accounting products."
    accounts: [Employee!]!
  }

  type Employee @key(fields: "instance { id } remoteId") {
    instance: Instance!
    remoteId: String!
    email: String @external
    employeeNumber: String @external
    person: Person @requires(fields: "email employeeNumber")
  }

  type Instance @key(fields: "id", resolvable: false) {
    id: ID!
  }
`;

export interface HrPerson {
  readonly id: string;
  readonly fullName: string;
  readonly costCenter: string;
  readonly email: string;
  /** Where they have accounts. */
  readonly accounts: readonly { readonly instanceId: string; readonly remoteId: string }[];
}

/** What the gateway gives along with the key, because of `@requires`. */
interface KnownEmployee {
  readonly email: string | null;
}

export function serveHrSubgraph(people: readonly HrPerson[]): Promise<ServedGraphql> {
  const byId = (id: string): HrPerson | null => people.find((person) => person.id === id) ?? null;
  return servePlainSubgraph(HR_SDL, {
    Query: { person: (_: unknown, { id }: { id: string }) => byId(id) },
    Person: {
      __resolveReference: ({ id }: { id: string }) => byId(id),
      accounts: ({ accounts }: HrPerson) =>
        accounts.map(({ instanceId, remoteId }) => ({ instance: { id: instanceId }, remoteId })),
    },
    Employee: {
      __resolveReference: (reference: object) => reference,
      person: ({ email }: KnownEmployee) => people.find((person) => person.email === email) ?? null,
    },
  });
}
