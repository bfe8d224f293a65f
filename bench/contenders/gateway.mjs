// Apollo's gateway in front of the service, as its documentation shows it; it hands on who is asking. `SUPERGRAPH` is a
// file. It tells, once, what it asks the subgraph.
import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { serveUntilLetGo } from './answer-parent.mjs';

let told = false;

class ForwardingDataSource extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    if (context.authorization !== undefined) request.http.headers.set('authorization', context.authorization);
    if (told || context.authorization === undefined) return;
    told = true;
    process.send(JSON.stringify({ query: request.query, variables: request.variables }));
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(process.env.SUPERGRAPH, 'utf8'),
  buildService: ({ url }) => new ForwardingDataSource({ url }),
});
const { url } = await startStandaloneServer(new ApolloServer({ gateway }), {
  listen: { port: 0, host: '127.0.0.1' },
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
});
serveUntilLetGo(url);
