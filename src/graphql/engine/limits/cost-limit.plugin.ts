import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { getVariableValues, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { CostModel } from './cost-model';
import { estimateCost } from './estimate-cost';
import { limitError } from './limit-error';

/** Refuses operations that would cost more than `budget` before any resolver runs. */
export function costLimitPlugin<TContext extends BaseContext>(
  model: CostModel,
  budget: number,
): ApolloServerPlugin<TContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request }) {
          if (operation === undefined) return;
          const variables = variablesOf(schema, operation, request.variables ?? {});
          const actual = estimateCost({ schema, model, document, operation, variables });
          if (actual > budget) throw costError(actual, budget);
        },
      };
    },
  };
}

/** With defaults where they can be coerced; where not, the operation will be refused for that, and costs nothing. */
function variablesOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Record<string, unknown>,
): Record<string, unknown> {
  const values = getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: 1 });
  return values.coerced ?? given;
}

function costError(actual: number, allowed: number): Error {
  const message =
    `The operation would cost ${actual}; at most ${allowed} is allowed. An object costs 1, a list as many as it is asked for: ` +
    'ask for smaller pages (`first`), or for less in each.';
  return limitError('COST', message, { allowed, actual });
}
