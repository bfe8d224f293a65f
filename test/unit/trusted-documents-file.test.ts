import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartupError } from '../../src/startup-error';
import { loadTrustedDocuments } from '../../src/trusted-documents-file';

describe('the manifest of trusted documents', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'elements-documents-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  function write(content: string): string {
    const path = join(directory, 'documents.json');
    writeFileSync(path, content);
    return path;
  }

  function refusalOf(path: string): unknown {
    try {
      return loadTrustedDocuments(path);
    } catch (error) {
      return error;
    }
  }

  it('is read as graphql-codegen and Relay write it', () => {
    const path = write('{"sha256:ab":"query A { __typename }","5f0b":"query B { __typename }"}');
    expect(Object.fromEntries(loadTrustedDocuments(path))).toEqual({
      'sha256:ab': 'query A { __typename }',
      '5f0b': 'query B { __typename }',
    });
  });

  it("is read as Apollo's tool writes it", () => {
    const operations = [{ id: 'ab', name: 'A', type: 'query', body: 'query A { __typename }' }];
    const path = write(JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
    expect(Object.fromEntries(loadTrustedDocuments(path))).toEqual({ ab: 'query A { __typename }' });
  });

  it.each([
    ['is no JSON', '{', /is not JSON: .+\. It must be a JSON object of ids and documents/],
    ['is a list', '["query A { __typename }"]', /does not hold documents by id/],
    ['holds something else than texts', '{"ab":{"body":"query A { __typename }"}}', /does not hold documents by id/],
    ['is a manifest of another version', '{"format":"apollo-persisted-query-manifest","version":2}', /version 1/],
  ])('ends the start when it %s', (_, content, message) => {
    const path = write(content);
    const refusal = refusalOf(path);
    expect(refusal).toBeInstanceOf(StartupError);
    expect((refusal as Error).message).toMatch(message);
    expect((refusal as Error).message).toContain(`TRUSTED_DOCUMENTS names, ${path},`);
  });

  it('ends the start when there is none', () => {
    expect(refusalOf(join(directory, 'none.json'))).toMatchObject({
      message: expect.stringMatching(/cannot be read: ENOENT/),
    });
  });
});
