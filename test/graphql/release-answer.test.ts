import { ApolloServer, type GraphQLResponse } from '@apollo/server';
import { releaseAnswer } from '../../src/graphql/plugins/release-answer';
import { createRequestContext } from '../../src/request-context';
import { createSilentLogger } from '../../src/logger';
import { createGraphqlContext } from '../../src/graphql/context';
import { createRecordGraph, type RecordGraph } from '../support/record-graph';

describe('an answered request', () => {
  it('is parted from its answer, which is sent all the same', async () => {
    const forgetReads = jest.fn();
    const seen: GraphQLResponse[] = [];
    const server = new ApolloServer<{ forgetReads(): void }>({
      typeDefs: 'type Query { word: String }',
      resolvers: { Query: { word: () => 'said' } },
      plugins: [
        { requestDidStart: async () => ({ willSendResponse: async ({ response }) => void seen.push(response) }) },
        releaseAnswer(),
      ],
    });
    const { body } = await server.executeOperation({ query: '{ word }' }, { contextValue: { forgetReads } });
    await server.stop();

    expect(body).toMatchObject({ kind: 'single', singleResult: { data: { word: 'said' } } });
    expect(seen).toEqual([{ http: expect.anything() }]);
    expect(forgetReads).toHaveBeenCalledTimes(1);
  });
});

describe('the context of a request', () => {
  let graph: RecordGraph;

  beforeAll(async () => {
    graph = await createRecordGraph();
  });
  afterAll(() => graph.drop());

  it('has the same loaders until their reads are forgotten', () => {
    const context = createGraphqlContext(createRequestContext({ logger: createSilentLogger() }), graph.parts.services);
    const { loaders } = context;

    expect(context.loaders).toBe(loaders);
    context.forgetReads();
    expect(context.loaders).not.toBe(loaders);
  });
});
