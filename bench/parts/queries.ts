/** What a page of an application asks for: a list of reports, eight fields each, and as many of each of their expenses. */
export const REPORTS = 100;
export const EXPENSES = 10;

const REPORT_FIELDS = 'id name status vendorStatus createdAt submittedAt submitterEmail total { amount currency }';

const LIST = `query List($reports: Int!, $expenses: Int!) {
  reports(first: $reports) {
    nodes {
      ${REPORT_FIELDS}
      expenses(first: $expenses) {
        nodes { id merchant description date billable reimbursable amount { amount currency } category { name } }
      }
    }
  }
}`;

const REPORT = `query Report($id: ID!) { report(id: $id) { ${REPORT_FIELDS} } }`;

/** As a gateway asks when another subgraph has the ids. */
const ENTITIES = `query Entities($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Report { ${REPORT_FIELDS} } }
}`;

export function listBody(): string {
  return JSON.stringify({ query: LIST, variables: { reports: REPORTS, expenses: EXPENSES } });
}

export function reportBody(id: string): string {
  return JSON.stringify({ query: REPORT, variables: { id } });
}

export function entitiesBody(ids: readonly string[]): string {
  const representations = ids.map((id) => ({ __typename: 'Report', id }));
  return JSON.stringify({ query: ENTITIES, variables: { representations } });
}
