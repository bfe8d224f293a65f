import { servePlainSubgraph } from './plain-subgraph';
import type { ServedGraphql } from './served-graphql';

/** A ledger: it books our reports, which it knows by their opaque id, and says what is left of a budget. */
export const LEDGER_SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@shareable"])

  type Query {
    "Postings of the ledger."
    postings: [Posting!]!
  }

  "One posting."
  type Posting {
    number: Int!
    report: Report
  }

  type Report @key(fields: "id") {
    id: ID!
    submitterEmail: String @external
    costCenter: String @requires(fields: "submitterEmail")
    "What is left of the budget after this report."
    budgetLeft: Money
  }

  type Money @shareable {
    amount: Decimal!
    currency: CurrencyCode!
  }

  scalar Decimal
  scalar CurrencyCode
`;

/** `reportIds` are booked, in this order, as postings 1, 2, 3 … */
export function serveLedgerSubgraph(reportIds: readonly string[]): Promise<ServedGraphql> {
  return servePlainSubgraph(LEDGER_SDL, {
    Query: { postings: () => reportIds.map((id, index) => ({ number: index + 1, report: { id } })) },
    Report: {
      __resolveReference: (reference: object) => reference,
      costCenter: ({ submitterEmail }: { submitterEmail: string | null }) =>
        submitterEmail && `cc-${submitterEmail[0]}`,
      budgetLeft: () => ({ amount: '100.00', currency: 'USD' }),
    },
  });
}
