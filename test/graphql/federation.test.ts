import { buildElementsSchema } from '../../src/graphql/schema';
import { composeWith } from '../support/composition';
import { HR_SDL } from '../support/hr-subgraph';
import { LEDGER_SDL } from '../support/ledger-subgraph';

const OTHERS = [
  { name: 'hr', sdl: HR_SDL },
  { name: 'ledger', sdl: LEDGER_SDL },
];

describe.each(['2.3', '2.9'])('the graph under federation %s', (federationVersion) => {
  let sdl: string;
  beforeAll(async () => {
    ({ sdl } = await buildElementsSchema({ federationVersion }));
  });

  test('names that version', () => {
    expect(sdl).toContain(`@link(url: "https://specs.apollo.dev/federation/v${federationVersion}"`);
  });

  test('composes alone, in both libraries, without a hint', () => {
    expect(composeWith(sdl, []).hints).toEqual([]);
  });

  test('composes with subgraphs that extend and refer to it, in both libraries, without a hint', () => {
    const { supergraphSdl, hints } = composeWith(sdl, OTHERS);
    expect(hints).toEqual([]);
    expect(supergraphSdl).toMatch(/type Employee[^]*person: Person[^]*type Report[^]*costCenter: String/);
  });

  test.each(['Element', 'Instance', 'Report', 'Expense', 'Policy', 'Employee'])('%s is an entity', (name) => {
    expect(sdl).toMatch(new RegExp(`type ${name} [^{]*@key\\(`));
  });

  test.each(['Report', 'Policy', 'Employee'])('%s can be referred to by the id of its vendor', (name) => {
    expect(sdl).toContain(
      `type ${name} implements VendorRecord @key(fields: "id") @key(fields: "instance { id } remoteId")`,
    );
  });

  test('an expense needs its kind for that, since a bill and a purchase may share a number', () => {
    expect(sdl).toContain(
      'type Expense implements VendorRecord @key(fields: "id") @key(fields: "instance { id } kind remoteId")',
    );
  });

  test.each(['Money', 'PageInfo'])('%s may be on both sides', (name) => {
    expect(sdl).toContain(`type ${name} @shareable`);
  });
});
