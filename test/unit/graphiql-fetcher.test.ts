import type { Fetcher, FetcherParams } from '@graphiql/toolkit';
import { singleOperationFetcher } from '../../src/graphiql/single-operation-fetcher';

/** What reaches the server of what GraphiQL sends. */
async function sent(params: FetcherParams): Promise<FetcherParams | undefined> {
  let received: FetcherParams | undefined;
  const send: Fetcher = (each) => {
    received = each;
    return { data: null };
  };
  await singleOperationFetcher(send)(params);
  return received;
}

describe('what GraphiQL sends', () => {
  it('names the one operation of a document as the document does, since the name may be that of the tab before', async () => {
    const query = 'query Reports { a } fragment Other on T { a }';
    const variables = { first: 1 };
    expect(await sent({ query, variables, operationName: 'Provision' })).toEqual({
      query,
      variables,
      operationName: 'Reports',
    });
  });

  it.each(['query A { a } query B { b }', 'query {', '{ a'])('is left as it is for %s', async (query) => {
    expect(await sent({ query, operationName: 'B' })).toEqual({ query, operationName: 'B' });
  });
});
