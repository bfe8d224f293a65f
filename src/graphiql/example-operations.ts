import { AGENTS, BOOKS, TAX, TAX_INPUT } from './books-examples';
import type { GraphiqlPageData } from './page-data';

/** One tab that the page opens with; its operation's name is its title. */
export interface ExampleOperation {
  readonly query: string;
  readonly variables?: string;
}

const CATALOGUE = `# What can be connected, and what it takes.
# This one needs no credentials.
query Catalogue {
  elements {
    key
    name
    description
    hub
    authentication
    configurationFields {
      key
      label
      description
      type
      required
      secret
      default
      example
    }
    capabilities {
      resource
      operations
    }
  }
}`;

const PROVISION = `# Connect an account, with the variables below.
# The vendor is asked before anything is kept.
mutation Provision($input: ProvisionInstanceInput!) {
  provisionInstance(input: $input) {
    instance {
      id
      name
      status
    }
    token
    agentSetup {
      setupFileUrl
      username
      password
      nextSteps
    }
    errors {
      code
      message
      path
      ... on MissingConfigurationError {
        missingKeys
      }
    }
  }
}`;

const CONNECT = `# Connect a company through its vendor's consent page.
# Run this, open authorizationUrl, consent, and take the next tab.
mutation Connect($input: BeginOAuthInput!) {
  beginOAuth(input: $input) {
    authorizationUrl
    state
    completionSecret
    stateExpiresAt
    errors {
      code
      message
      path
    }
  }
}`;

const COMPLETE = `# What Connect answered goes into the variables below.
mutation Complete($input: CompleteOAuthInput!) {
  completeOAuth(input: $input) {
    instance {
      id
      name
      status
      authorization {
        kind
        grantExpiresAt
      }
    }
    token
    errors {
      code
      message
      ... on OAuthFlowError {
        reason
      }
    }
  }
}`;

const REPORTS = `# The latest expense reports of your instances.
# The first time, the vendor is asked: some 10 seconds.
query Reports {
  instances(first: 5) {
    nodes {
      name
      status
      reports(first: 10, orderBy: { field: SUBMITTED }) {
        totalCount
        freshness {
          state
          fetchedAt
          error {
            message
          }
        }
        nodes {
          name
          status
          submittedOn
          total {
            amount
            currency
          }
          submitter {
            name
            email
          }
          policy {
            name
          }
          expenses(first: 3) {
            totalCount
            nodes {
              merchant
              date
              amount {
                amount
                currency
              }
              category {
                name
              }
            }
          }
        }
      }
    }
  }
}`;

const POLICIES = `# The policies that reports are made under.
query Policies {
  instances(first: 5) {
    nodes {
      name
      policies(first: 10) {
        totalCount
        nodes {
          name
          currency
          accessRole
          limits {
            maxExpenseAmount {
              amount
            }
            maxExpenseAgeDays
          }
          categories {
            name
            enabled
          }
        }
      }
    }
  }
}`;

const EMPLOYEES = `# Who hands in reports, and who approves them.
query Employees {
  instances(first: 5) {
    nodes {
      name
      employees(first: 20) {
        totalCount
        nodes {
          email
          name
          role
          manager {
            email
          }
          approver {
            email
          }
          reports(first: 1) {
            totalCount
            nodes {
              name
              status
            }
          }
        }
      }
    }
  }
}`;

const CHANGES = `# What changes, as it does: press Run, and leave it open.
subscription Changes {
  changeEvents {
    id
    kind
    resource
    recordId
    changedFields
    recordedAt
    instance {
      name
      status
    }
  }
}`;

/** The tabs, in order. The one that provisions holds a sandbox's credentials when the server gave some. */
export function exampleOperations(sandbox: GraphiqlPageData['sandbox']): readonly ExampleOperation[] {
  return [
    { query: CATALOGUE },
    { query: PROVISION, variables: JSON.stringify({ input: provisionInput(sandbox) }, null, 2) },
    { query: REPORTS },
    { query: POLICIES },
    { query: EMPLOYEES },
    { query: CHANGES },
    { query: AGENTS },
    { query: BOOKS },
    { query: TAX, variables: JSON.stringify({ input: TAX_INPUT }, null, 2) },
    { query: CONNECT, variables: JSON.stringify({ input: beginInput(sandbox) }, null, 2) },
    { query: COMPLETE, variables: JSON.stringify({ input: COMPLETE_INPUT }, null, 2) },
  ];
}

function provisionInput(sandbox: GraphiqlPageData['sandbox']): object {
  const [elementKey, values] = Object.entries(sandbox ?? {})[0] ?? ['', {}];
  const configuration = Object.entries(values).map(([key, value]) => ({ key, value }));
  // The last has a default; GraphiQL underlines variables that leave out what may not be null, defaults or not.
  return { elementKey, name: 'My first instance', tags: ['demo'], configuration, externalAuthentication: 'NONE' };
}

/** Of the first element whose sandbox has the keys of an app. */
function beginInput(sandbox: GraphiqlPageData['sandbox']): object {
  const [elementKey, values] = Object.entries(sandbox ?? {}).find(([, keys]) => 'oauth.api.key' in keys) ?? ['', {}];
  return { elementKey, configuration: Object.entries(values).map(([key, value]) => ({ key, value })) };
}

const COMPLETE_INPUT = { state: '', completionSecret: '', name: 'My first company', tags: ['demo'], configuration: [] };
