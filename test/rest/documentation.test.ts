import type { RestCall } from '../../src/server/rest/rest-route';
import { platformRoutes } from '../../src/server/rest/routes';
import { TestClock } from '../support/clock';
import { commandLine, filled, requestOf } from '../support/platform-commands';
import { readmeBlock } from '../support/readme';
import { RestClient } from '../support/rest-client';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly security: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const APP = 'https://app.example.com';

describe("the documentation of the platform's calls", () => {
  let service: TestService;
  let tenant: Tenant;
  let document: Document;
  const clock = new TestClock();

  beforeAll(async () => {
    service = await startTestService({
      clock,
      reports: 3,
      restCompatibility: { emptySearchIs404: false, ignoreHubSegment: true },
    });
    tenant = await service.createTenant();
    document = (await RestClient.of(service, null).get<Document>('/openapi.json')).body;
  });
  afterAll(() => service.close());

  const operations = (): [string, Operation][] =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    );

  it('is made once, not for everybody who asks', async () => {
    const route = platformRoutes().find(({ operationId }) => operationId === 'getOpenApi')!;
    const ask = () => route.handle({} as RestCall);
    const [first, second] = [await ask(), await ask()] as { body: object }[];
    expect(first!.body).toBe(second!.body);
  });

  it('describes every call that is served, and no other', () => {
    expect(document.openapi).toBe('3.1.0');
    const served = platformRoutes().map(({ method, path }) => `${method} ${path}`);
    expect(
      operations()
        .map(([name]) => name)
        .sort(),
    ).toEqual([...served].sort());
    const ids = operations().map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says of each what it is for, what it needs, and what it may be answered with', () => {
    for (const [name, operation] of operations()) {
      const { summary, description, responses, security, parameters = [] } = operation;
      expect([name, summary, description]).toEqual([name, expect.stringMatching(/\S/), expect.stringMatching(/\.$/)]);
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '400', '404', '500']));
      expect('401' in responses).toBe(security.length > 0);
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      expect(parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name)).toEqual(
        inPath,
      );
    }
  });

  it('refers to nothing that is not there', () => {
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !(name in document.components.schemas))).toEqual([]);
    expect(text.match(/"\$ref":"(?!#\/components\/schemas\/)/)).toBeNull();
  });

  it('of an instance has its calls alone', async () => {
    const own = RestClient.of(service, tenant);
    await service.provisionTaxify(tenant);
    const [instance] = (await own.get<{ id: number }[]>('/instances')).body;
    const { body } = await own.get<Document>(`/instances/${instance!.id}/docs`);
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/instances/{id}', '/instances/{id}/configuration']),
    );
    expect(Object.keys(body.paths).filter((path) => /^\/(elements|openapi)/.test(path))).toEqual([]);
  });

  it('in the README shows a command and a body that work', async () => {
    const fillings = {
      '<INSERT_USER_SECRET>': tenant.userSecret,
      '<INSERT_ORGANIZATION_SECRET>': tenant.organizationSecret,
    };
    const line = commandLine(readmeBlock('bash', '@instance.json'), fillings, APP);
    const { method, url, headers, bodyFile } = requestOf(line.replace('http://localhost:4000', service.url));
    expect(bodyFile).toBe('instance.json');
    const body = JSON.parse(filled(readmeBlock('json', '"key": "taxify"'), {})) as {
      configuration: Record<string, string>;
    };
    body.configuration = { ...service.taxify.configuration };
    const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
    expect({ status: response.status, body: await response.json() }).toMatchObject({
      status: 200,
      body: { id: expect.any(Number), token: expect.any(String), name: 'Acme Taxify', tags: ['demo'] },
    });
  });

  it('tells when a search that finds none is no failure', async () => {
    expect(await RestClient.of(service, tenant).get('/instances?searchText=nobody')).toMatchObject({
      status: 200,
      body: [],
    });
    expect(document.paths['/instances']!['get']!.description).not.toContain('404');
  });
});
