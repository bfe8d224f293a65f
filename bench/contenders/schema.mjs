// What of the service's graph the queries of the benchmark need, for whoever brings no schema of their own.
export const typeDefs = /* GraphQL */ `
  scalar DateTime
  scalar Date
  scalar Decimal

  type Query {
    reports(first: Int! = 50): ReportConnection!
    report(id: ID!): Report
  }

  type ReportConnection {
    nodes: [Report!]!
  }

  type Report {
    id: ID!
    name: String!
    status: String!
    vendorStatus: String
    createdAt: DateTime
    submittedAt: DateTime
    submitterEmail: String
    total: Money
    expenses(first: Int! = 50): ExpenseConnection!
  }

  type ExpenseConnection {
    nodes: [Expense!]!
  }

  type Expense {
    id: ID!
    merchant: String
    description: String
    date: Date
    billable: Boolean
    reimbursable: Boolean
    amount: Money
    category: Category
  }

  type Category {
    name: String!
  }

  type Money {
    amount: Decimal!
    currency: String!
  }
`;
