import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import type { GraphqlContext } from '../context';

/**
 * Parts a request from what it has read and answered, once that is on its way. Apollo makes an object with accessors for
 * every request that a gateway executes (`makeGatewayGraphQLRequestContext`), which with us are those whose answer has
 * errors (see `compiledExecution`), and V8 puts accessors among the old objects. Through them rows and answer would be
 * copied there too, and stay until a full collection: half a megabyte a list. To be the last of the plugins.
 */
export function releaseAnswer(): ApolloServerPlugin<Pick<GraphqlContext, 'forgetReads'>> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse(answered) {
          answered.contextValue.forgetReads();
          const reachable: Partial<GraphQLResponse> = answered.response;
          // Apollo sends what is here now; what the accessors lead to is the object of before.
          Object.assign(answered, { response: { ...reachable } });
          delete reachable.body;
        },
      };
    },
  };
}
