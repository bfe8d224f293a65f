import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../../request-context';
import { errorCodesOf, outcomeOf } from './operation-outcome';

/** One line a request, to the request's own logger, which names the request. Never the document, its variables or a message: they hold secrets. */
export function requestLogPlugin<TContext extends { request: RequestContext }>(): ApolloServerPlugin<TContext> {
  return {
    async requestDidStart({ contextValue: { request } }) {
      const startedAt = performance.now();
      return {
        async willSendResponse(answered) {
          const line = {
            operationName: answered.operationName ?? null,
            operationType: answered.operation?.operation ?? null,
            durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
            sqlStatements: request.stats.sqlStatements,
            vendorCalls: request.stats.vendorCalls,
            outcome: outcomeOf(answered),
            errorCodes: errorCodesOf(answered),
          };
          request.logger.info(line, 'graphql request');
          request.onLogged?.();
        },
      };
    },
  };
}
