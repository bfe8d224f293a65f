export const AGENTS = `# Programs at customers that call us, such as one beside a
# desktop product: how each is set up, and how it went.
# Provision answers agentSetup for those: its steps come first.
query Agents {
  instances(first: 20) {
    nodes {
      id
      name
      status
      statusReason
      agent {
        setupFileUrl
        username
        lastContactAt
        nextContactExpectedAt
        pendingRequestCount
        problem {
          message
          remedy
        }
        sessions {
          startedAt
          outcome
          exchanges
          message
        }
      }
    }
  }
}`;

export const BOOKS = `# What was spent, as the books hold it: whom it was paid to,
# and which account each line is charged to.
query Books {
  instances(first: 20) {
    nodes {
      name
      expenses(filter: { kind: [BILL, PURCHASE, SUPPLIER_CREDIT] }, first: 10) {
        totalCount
        freshness {
          state
          fetchedAt
        }
        nodes {
          kind
          date
          amount {
            amount
            currency
          }
          payee {
            name
          }
          lines {
            description
            amount {
              amount
            }
            category {
              name
            }
          }
        }
      }
    }
  }
}`;

export const TAX = `# Sales tax of what is sold, through an instance that calculates it.
# Its id goes into the variables; nothing is kept without a documentKey.
mutation Tax($input: CalculateTaxInput!) {
  calculateTax(input: $input) {
    estimate {
      totalTax {
        amount
        currency
      }
      lines {
        number
        rate
        tax
      }
      jurisdictions {
        name
        kind
        tax {
          amount
        }
      }
    }
    errors {
      code
      message
      path
    }
  }
}`;

/** What has a default is there too: GraphiQL underlines variables that leave out what may not be null. */
export const TAX_INPUT = {
  instanceId: '',
  currency: 'USD',
  lines: [
    { itemKey: 'Shirt001', quantity: '1', amount: '100.00', taxIncluded: false },
    { taxCode: 'FREIGHT', description: 'Shipping', quantity: '1', amount: '10.00', taxIncluded: false },
  ],
  destination: { city: 'Boulder', region: 'CO', postalCode: '80302' },
  commit: false,
};
