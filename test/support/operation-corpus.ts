export interface CorpusOperation {
  readonly title: string;
  readonly source: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  /** The fault is the server's and its text is masked: the executors word it differently. */
  readonly isWordedDifferently?: true;
}

/** Operations on the catalogue schema that both executors must answer alike. */
export const CORPUS: readonly CorpusOperation[] = [
  { title: 'scalars of one object', source: '{ item(id: "1") { id count price at mode strict getter } }' },
  { title: 'null object', source: '{ item(id: "none") { id } nothing { id } }' },
  {
    title: 'aliases of lists',
    source: '{ a: items(first: 2) { id } b: items(first: 1) { number: count } items { id } }',
  },
  {
    title: '__typename everywhere',
    source: '{ __typename node { __typename type: __typename } things { __typename } }',
  },
  {
    title: 'interface fields',
    source: '{ node(kind: "group") { id label ... on Group { size } ... on Item { count } } }',
  },
  { title: 'interface list with nulls and failures', source: '{ nodes { __typename id label(upper: true) } }' },
  {
    title: 'interface list with a null in a non-null field',
    source: '{ nodes { id ... on Group { size members { strict } } } }',
  },
  { title: 'union list', source: '{ things { ... on Item { id strict } ... on Group { id members { id } } } }' },
  {
    title: 'nested abstract types',
    source: '{ node { peers { id peers { id ... on Item { things { ... on Group { size } } } } } } }',
  },
  {
    title: 'an untyped value of an interface',
    source: '{ untyped { id } item(id: "1") { id } }',
    isWordedDifferently: true,
  },
  { title: 'a value of a type that is not of the interface', source: '{ mistyped { id } }' },
  { title: 'nullable failure at once', source: '{ item(id: "1") { id broken } }' },
  { title: 'nullable failure later', source: '{ item(id: "1") { id lateBroken owner { id } } }' },
  { title: 'non-null scalar that is null', source: '{ item(id: "4") { id strict } }' },
  { title: 'non-null resolver that gives null', source: '{ item(id: "2") { id lateStrict } }' },
  { title: 'null in a non-null list of non-null', source: '{ item(id: "1") { id children(first: 4) { id strict } } }' },
  { title: 'null in a loose list', source: '{ item(id: "1") { looseChildren { id strict } } }' },
  { title: 'null up to the root', source: '{ strictItem { id strict } }' },
  {
    title: 'failure deep in lists',
    source: '{ items(first: 6) { id owner { id owner { id } } children { id lateBroken } } }',
  },
  { title: 'a list of promises', source: '{ item(id: "1") { promised } }' },
  { title: 'a strict list of promises', source: '{ item(id: "1") { id promisedStrict } }' },
  { title: 'a list of lists', source: '{ items(first: 4) { id matrix } }' },
  { title: 'text in place of a list', source: '{ notAList }', isWordedDifferently: true },
  { title: 'a thrown text', source: '{ thrownText }' },
  { title: 'an error with a code', source: '{ coded }' },
  { title: 'results that cannot be serialized', source: '{ bigInt badEnum badDate }' },
  {
    title: 'names that look reserved',
    source: '{ item(id: "1") { a_b: id __proto__: count constructor: price } }',
  },
  {
    title: 'names with underscores',
    source: '{ a: item(id: "1") { b_c: label } a_b: item(id: "2") { c: label(upper: true) } }',
  },
  {
    title: 'variables of every kind',
    source: `query ($input: Nested, $choice: Choice, $list: [Int], $at: DateTime, $amount: Decimal, $any: JSONObject, $map: StringMap, $mode: Mode, $id: ID) {
      echo(input: $input, choice: $choice, list: $list, at: $at, amount: $amount, any: $any, map: $map, mode: $mode, id: $id)
    }`,
    variables: {
      input: { id: 1, tags: 'one', inner: { mode: 'FAST', at: '2026-07-31T09:00:00Z' } },
      choice: { name: 'x' },
      list: 3,
      at: '2026-07-31T11:00:00+02:00',
      amount: '12.30',
      any: { a: [1, { b: null }] },
      map: [{ key: 'k', value: 'v' }],
      mode: 'SLOW',
      id: 12,
    },
  },
  {
    title: 'no variables at all',
    source: 'query ($input: Nested, $list: [Int], $mode: Mode) { echo(input: $input, list: $list, mode: $mode) }',
  },
  {
    title: 'null variables',
    source: 'query ($input: Nested, $mode: Mode) { echo(input: $input, mode: $mode) }',
    variables: { input: null, mode: null },
  },
  {
    title: 'absent variables inside an object',
    source: 'query ($id: Int, $inner: Nested) { echo(input: { id: $id, inner: $inner, tags: ["a"] }) }',
  },
  {
    title: 'given variables inside an object',
    source: 'query ($id: Int, $tag: String!) { echo(input: { id: $id, tags: [$tag, "b"], inner: { id: $id } }) }',
    variables: { id: 3, tag: 'a' },
  },
  {
    title: 'null variables inside an object',
    source: 'query ($id: Int) { echo(input: { id: $id }) }',
    variables: { id: null },
  },
  {
    title: 'variables inside lists',
    source: 'query ($a: Int, $b: Int!) { echo(list: [$a, $b], matrix: [[$b], [1]]) }',
    variables: { b: 2 },
  },
  {
    title: 'literals of every kind',
    source:
      '{ echo(input: {id: 1, mode: FAST, inner: {tags: []}}, choice: {id: "c"}, list: 4, at: "2026-01-01T00:00:00Z", amount: 12, any: {a: 1.5, b: [true]}, map: {k: "v"}, mode: SLOW, id: 7, flag: false) }',
  },
  {
    title: 'variables with defaults',
    source:
      'query ($mode: Mode = SLOW, $size: Int = 7, $input: Nested = {id: 2}) { echo(mode: $mode, size: $size, input: $input) }',
  },
  {
    title: 'null for a variable with a default in a non-null place',
    source: 'query ($size: Int = 7) { echo(size: $size) a: item(id: "1") { id } }',
    variables: { size: null },
  },
  {
    title: 'a variable used in an unused name space',
    source: 'query ($literal0: Int, $literal_: Int) { echo(list: [$literal0, $literal_], id: "x") }',
    variables: { literal0: 1, literal_: 2 },
  },
  {
    title: 'two of one-of in variables',
    source: 'query ($choice: Choice) { echo(choice: $choice) }',
    variables: { choice: { id: '1', name: 'x' } },
  },
  {
    title: 'none of one-of in variables',
    source: 'query ($choice: Choice) { echo(choice: $choice) }',
    variables: { choice: {} },
  },
  {
    title: 'null of one-of in a variable inside',
    source: 'query ($id: ID!) { echo(choice: { id: $id }) }',
    variables: { id: '9' },
  },
  {
    title: 'two of one-of, nested',
    source: 'query ($input: Nested) { echo(input: $input) }',
    variables: { input: { choice: { id: '1', name: 'x' } } },
  },
  {
    title: 'variables of wrong types',
    source: 'query ($list: [Int], $mode: Mode, $at: DateTime) { echo(list: $list, mode: $mode, at: $at) }',
    variables: { list: ['x'], mode: 'NEITHER', at: 'yesterday' },
  },
  {
    title: 'unknown fields in variables',
    source: 'query ($input: Nested) { echo(input: $input) }',
    variables: { input: { nothing: 1 } },
  },
  { title: 'a missing required variable', source: 'query ($id: ID!) { item(id: $id) { id } }' },
  { title: 'too many variables', source: 'query ($id: ID!) { item(id: $id) { id } }', variables: { id: '1', more: 2 } },
  { title: 'large integers', source: 'query ($list: [Int]) { echo(list: $list) }', variables: { list: [2 ** 40] } },
  { title: 'large ids', source: 'query ($id: ID) { echo(id: $id) }', variables: { id: '900719925474099312345' } },
  {
    title: 'skip and include, true',
    source:
      'query ($yes: Boolean!) { item(id: "1") { id @include(if: $yes) count @skip(if: $yes) price @skip(if: $yes) @include(if: $yes) } }',
    variables: { yes: true },
  },
  {
    title: 'skip and include, false',
    source: 'query ($yes: Boolean!) { item(id: "1") @include(if: $yes) { id } node { id @skip(if: $yes) } }',
    variables: { yes: false },
  },
  {
    title: 'skip and include by default',
    source: 'query ($yes: Boolean = true) { item(id: "1") { id @include(if: $yes) count @skip(if: $yes) } }',
  },
  {
    title: 'skip and include, null',
    source: 'query ($yes: Boolean = true) { item(id: "1") { id @include(if: $yes) } }',
    variables: { yes: null },
  },
  {
    title: 'skip and include literals',
    source: '{ item(id: "1") { id @skip(if: false) count @include(if: false) ... @skip(if: true) { price } } }',
  },
  {
    title: 'a fragment spread twice, the first of them skipped',
    source: '{ item(id: "1") { ...F @skip(if: true) ...F } } fragment F on Item { id owner { id } }',
  },
  {
    title: 'a fragment within a skipped fragment, and beside it',
    source: 'query ($yes: Boolean!) { item(id: "1") { ... @skip(if: $yes) { ...F } ...F } } fragment F on Item { id }',
    variables: { yes: true },
  },
  {
    title: 'a skipped field merged with itself',
    source: `query ($no: Boolean!) {
      node { peers { id } peers @include(if: $no) { label ... on Group { size } owner { count } } }
      strictItem @include(if: $no) { strict } strictItem { id ... on Node @include(if: $no) { owner { id } } owner { label } }
    }`,
    variables: { no: false },
  },
  {
    title: 'one fragment under opposite conditions',
    source: `query ($yes: Boolean!) { item(id: "1") { a: owner @skip(if: $yes) { ...F } b: owner @include(if: $yes) { ...F } } } fragment F on Item { id label }`,
    variables: { yes: true },
  },
  {
    title: 'one field under several conditions',
    source: `query ($a: Boolean!, $b: Boolean!) { item(id: "1") { owner @skip(if: $a) { id @skip(if: $b) } ... { owner @include(if: $b) { id count } } ...F @include(if: $a) } } fragment F on Item { owner { price } }`,
    variables: { a: true, b: false },
  },
  {
    title: 'conditions within fragments within fragments',
    source: `query ($a: Boolean!) { node { ...F } item(id: "2") { ...F } } fragment F on Node { id ...G @skip(if: $a) } fragment G on Node { label owner { ...H @include(if: $a) } } fragment H on Item { id }`,
    variables: { a: false },
  },
  {
    title: 'a fragment used twice',
    source:
      '{ a: item(id: "1") { ...F } b: item(id: "2") { ...F ...F } } fragment F on Item { id children(first: 1) { ...G } } fragment G on Item { id strict }',
  },
  {
    title: 'merged fields',
    source: '{ item(id: "1") { owner { id } owner { count } ... on Node { owner { price } } } }',
  },
  {
    title: 'one of several operations',
    source: 'query A { item(id: "1") { id } } query B { item(id: "2") { id } }',
    operationName: 'B',
  },
  {
    title: 'introspection',
    source: '{ __schema { queryType { name } } __type(name: "Item") { name fields { name } } }',
  },
  { title: 'a getter that fails', source: '{ item(id: "1") { id getter } }' },
  { title: 'mutations in order', source: 'mutation { a: add(value: 1) b: add(value: 2) c: add(value: 4) }' },
  {
    title: 'mutations of which one fails',
    source: 'mutation { a: add(value: 0) fail(now: false) b: add(value: 0) x: fail(now: true) c: add(value: 0) }',
  },
  { title: 'a mutation that fails strictly', source: 'mutation { a: add(value: 0) strictFail }' },
  { title: 'the federation service', source: '{ _service { sdl } }' },
  {
    title: 'entities',
    source: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Item { id label } } }',
    variables: { r: [{ __typename: 'Item', id: '1' }] },
  },
];
