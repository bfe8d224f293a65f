import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../../request-context';
import { rememberRequest } from './request-of-error';

/** Notes each error's request, so that the formatter can name it. */
export function errorContextPlugin<TContext extends { request: RequestContext }>(): ApolloServerPlugin<TContext> {
  return {
    async requestDidStart({ contextValue }) {
      return {
        async didEncounterErrors({ errors }) {
          for (const error of errors) rememberRequest(error, contextValue.request);
        },
      };
    },
  };
}
