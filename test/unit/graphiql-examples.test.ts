import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { exampleOperations } from '../../src/graphiql/example-operations';

const SANDBOX = {
  first: { 'user.id': 'demo', 'user.secret': 'quoted "secret"' },
  second: { key: 'unused' },
};

describe('the operations that GraphiQL opens with', () => {
  it('are one operation each, named for what its tab is to say', () => {
    const operations = exampleOperations(null).map(({ query }) => parse(query).definitions);
    expect(operations.every((definitions) => definitions.length === 1)).toBe(true);
    const named = operations.flat().filter((node): node is OperationDefinitionNode => {
      return node.kind === Kind.OPERATION_DEFINITION;
    });
    const titles = named.map(({ name }) => name?.value);
    const read = ['Catalogue', 'Provision', 'Reports', 'Policies', 'Employees', 'Changes'];
    expect(titles).toEqual([...read, 'Agents', 'Books', 'Tax', 'Connect', 'Complete']);
  });

  it('provision with what the first sandbox accepts', () => {
    expect(provisionInput(SANDBOX)).toMatchObject({
      elementKey: 'first',
      configuration: [
        { key: 'user.id', value: 'demo' },
        { key: 'user.secret', value: 'quoted "secret"' },
      ],
    });
  });

  it('connect with the app of the first sandbox that has one', () => {
    const app = { 'oauth.api.key': 'key', 'oauth.api.secret': 'secret' };
    const connect = exampleOperations({ ...SANDBOX, third: app }).at(-2)!;
    expect(JSON.parse(connect.variables!)).toEqual({
      input: {
        elementKey: 'third',
        configuration: [
          { key: 'oauth.api.key', value: 'key' },
          { key: 'oauth.api.secret', value: 'secret' },
        ],
      },
    });
  });

  it('leave that to be filled in where no sandbox is known', () => {
    expect(provisionInput(null)).toMatchObject({ elementKey: '', configuration: [] });
  });
});

function provisionInput(sandbox: Parameters<typeof exampleOperations>[0]): unknown {
  const provision = exampleOperations(sandbox)[1]!;
  return JSON.parse(provision.variables!).input;
}
