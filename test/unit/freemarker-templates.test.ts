import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  KeyedByHash,
  compileTemplate,
  TemplateError,
  type Hash,
} from '../../src/adapters/expensify/sandbox/freemarker';

const NOW = new Date(Date.UTC(2026, 7, 15, 12, 30, 5));

function render(source: string, variables: Hash = {}): string {
  return [...compileTemplate(source).render(variables, NOW)].join('');
}

function errorOf(source: string, variables: Hash = {}): TemplateError {
  try {
    render(source, variables);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error(`No error from ${source}`);
}

function fixture(name: string): string {
  return readFileSync(join(__dirname, '../fixtures/expensify', name), 'utf8');
}

describe('values in FreeMarker', () => {
  test.each<[string, string, Hash, string]>([
    ['a number is grouped as in English', '${n}', { n: 1234567 }, '1,234,567'],
    ['?c prints digits only', '${n?c}', { n: 1234567 }, '1234567'],
    ['division is decimal', '${amount/100}', { amount: 1234567 }, '12,345.67'],
    ['a format fixes the decimals', '${(amount/100)?string("0.00")}', { amount: 5 }, '0.05'],
    ['a format groups', '${n?string("#,##0.00")}', { n: 1234567.5 }, '1,234,567.50'],
    [
      'ties are rounded to even',
      '${0.125?string("0.00")} ${0.135?string("0.00")} ${2.5?string("0")}',
      {},
      '0.12 0.14 2',
    ],
    [
      'a boolean prints by two texts',
      '${b?string("Yes", "No")} ${(!b)?string("Yes", "No")} ${b?c}',
      { b: true },
      'Yes No true',
    ],
    ['brackets make a whole path optional', '[${(a.b.c)!}] [${(a.b.c)!"none"}]', {}, '[] [none]'],
    ['without brackets the last step is optional', '${a.b!"none"}', { a: {} }, 'none'],
    [
      '0 has content, an empty text has none',
      '${n?has_content?c} ${t?has_content?c} ${x?has_content?c}',
      { n: 0, t: '' },
      'true false false',
    ],
    [
      'a date is read from the start of a text',
      '${d?date("yyyy-MM-dd")?string("dd/MM/yyyy")}',
      { d: '2026-07-03 10:11' },
      '03/07/2026',
    ],
    ['the time is known', '${.now?string("yyyy-MM-dd HH:mm:ss")}', {}, '2026-08-15 12:30:05'],
    ['texts are joined with numbers in their printed form', '${"n = " + 1000}', {}, 'n = 1,000'],
    ['a literal holds interpolations', '${"<${n?c}>"}', { n: 1000 }, '<1000>'],
    ['escapes in literals', '${"a\\"b\\\\c\\td"}', {}, 'a"b\\c\td'],
    ['a fallback reaches to the right', '${x!1 + 2} ${(x!1) + 2}', { x: 10 }, '10 12'],
    ['?then chooses', '${(n > 3)?then("many", "few")}', { n: 4 }, 'many'],
    ['arithmetic follows the usual order', '${1 + 2 * 3 - 10 % 4 / 2}', {}, '6'],
    ['members by name and by key', '${o.k} ${o["k"]} ${o["a" + "b"]}', { o: { k: 1, ab: 2 } }, '1 1 2'],
    [
      'what is tested',
      '${(a?? && !b??)?c} ${(1 lt 2 || 1 gte 2)?c} ${("a" == "a")?c} ${("a" != "b")?c}',
      { a: 1 },
      'true true true true',
    ],
  ])('%s', (_name, source, variables, expected) => {
    expect(render(source, variables)).toBe(expected);
  });

  test('JSON strings are escaped, also where they would close a tag', () => {
    const text = 'a "b" \\ </script> \n \u0001 é';
    const printed = render('"${t?json_string}"', { t: text });
    expect(printed).toContain('<\\/script>');
    expect(JSON.parse(printed)).toBe(text);
  });

  test('text built-ins', () => {
    const source =
      '${" Ab "?trim?upper_case}|${"AB"?lower_case}|${"a-b-c"?replace("-", ".")}|${"a1b2"?replace("[0-9]", "#", "r")}|' +
      '${"a,b"?split(",")?join("+")}|${"<&>"?html}|${"it\'s"?xml}|${"12.50"?number + 1}|${"abc"?matches("[a-c]+")?c}|' +
      '${"abc"?matches("b")?c}|${"abc"?length}|${"hello"?cap_first}|${"abc"[1]}|${"abcdef"[1..2]}';
    expect(render(source)).toBe('AB|ab|a.b.c|a#b#|a+b|&lt;&amp;&gt;|it&apos;s|13.5|true|false|3|Hello|b|bc');
  });

  test('sequences and maps', () => {
    const variables = { s: [3, 1, 2], m: { b: 1, a: 2 } };
    const source =
      '${s?size} ${s?first} ${s?last} ${s?sort?join(",")} ${s?reverse?join(",")} ${m?keys?join(",")} ${s[1]}';
    expect(render(source, variables)).toBe('3 3 2 1,2,3 2,1,3 b,a 1');
  });

  test('an empty value is an empty text, sequence and hash at once', () => {
    const source =
      '<#assign v = (x)!>${v?is_string?c}${v?is_sequence?c}${v?is_hash?c}${v?has_content?c}[${v}]${(v["k"])!"-"}';
    expect(render(source)).toBe('truetruetruefalse[]-');
  });

  test('what a value is', () => {
    const source =
      '<#list [t, n, b, s, h, .now] as v>${v?is_string?string("s", "")}${v?is_number?string("n", "")}${v?is_boolean?string("b", "")}${v?is_enumerable?string("e", "")}${v?is_hash_ex?string("h", "")}${v?is_date?string("d", "")} </#list>';
    expect(render(source, { t: '', n: 0, b: false, s: [], h: {} })).toBe('s n b e h d ');
  });
});

describe('directives in FreeMarker', () => {
  test('lists know where they stand', () => {
    const source = '<#list s as x>${x?index}:${x}<#if x?has_next>,</#if><#if !x_has_next>.</#if></#list>';
    expect(render(source, { s: ['a', 'b'] })).toBe('0:a,1:b.');
    expect(render('<#list s as x>${x}<#sep>, </#sep></#list>', { s: ['a', 'b'] })).toBe('a, b');
  });

  test('a map is listed by key and value', () => {
    expect(render('<#list m as k, v>${k}=${v};</#list>', { m: { a: 1, b: 2 } })).toBe('a=1;b=2;');
  });

  test('a map with hashes for keys is listed as well, and has no members', () => {
    const cards = new KeyedByHash([
      [{ owner: 'a' }, [1, 2]],
      [{ owner: 'b' }, []],
    ]);
    expect(render('<#list cards as card, items>${card.owner}${items?size};</#list>', { cards })).toBe('a2;b0;');
    expect(render('${cards?size} ${cards?has_content?c} ${(cards.pairs)!"none"}', { cards })).toBe('2 true none');
    expect(render('${cards?keys[1].owner} ${cards?values[0][1]}', { cards })).toBe('b 2');
  });

  test('ranges count up, down and to an end', () => {
    const source =
      '<#list 1..3 as i>${i}</#list> <#list 3..1 as i>${i}</#list> <#list 0..<2 as i>${i}</#list> <#list 4..*2 as i>${i}</#list>';
    expect(render(source)).toBe('123 321 01 45');
  });

  test('break, continue and the else of an empty list', () => {
    const source =
      '<#list 1..5 as i><#if i == 2><#continue></#if><#if i == 4><#break></#if>${i}</#list><#list [] as x>${x}<#else>none</#list>';
    expect(render(source)).toBe('13none');
  });

  test('functions have parameters with fallbacks and variables of their own', () => {
    const source =
      '${twice(2)} ${twice()} ${x}\n<#assign x = 1><#function twice n=10><#local x = n * 2>dropped<#return x></#function>';
    expect(render(`<#assign x = 7>${source}`).trim()).toBe('4 20 7');
  });

  test('assignments change, and capture what is printed', () => {
    expect(render('<#assign a = 1 b = 2><#assign a += b>${a}<#assign c>x${a}y</#assign>${c}')).toBe('3x3y');
  });

  test('elseif takes the first that holds', () => {
    const source = '<#if n == 1>one<#elseif n == 2>two<#else>many</#if>';
    expect([1, 2, 3].map((n) => render(source, { n }))).toEqual(['one', 'two', 'many']);
  });
});

describe('white space in FreeMarker', () => {
  test('lines that hold tags only leave nothing behind', () => {
    expect(render('a\n  <#if true>\n  b\n  </#if>\n<#-- note -->\nc\n')).toBe('a\n  b\nc\n');
  });

  test('a line with an interpolation keeps its break', () => {
    expect(render('<#list 1..2 as i>${i}\n</#list>')).toBe('1\n2\n');
  });

  test('<#t> trims the ends of its line and the break, <#lt> the left end, <#rt> the right end', () => {
    expect(render('  ${1}, <#t>\n  ${2}<#lt>\n  ${3} <#rt>\n|')).toBe('1, 2\n  3 |');
  });

  test('<#nt> keeps a line as it is', () => {
    expect(render('  <#if true><#nt>\nx</#if>')).toBe('  \nx');
  });

  test('a comment over several lines strips both of its lines', () => {
    expect(render('a\n  <#-- one\n two -->\nb')).toBe('a\nb');
  });
});

describe('what is wrong with a template', () => {
  test.each<[string, string, Hash, RegExp, number]>([
    ['a missing value', 'a\n${x}', {}, /x has no value/, 2],
    ['a missing parent', '\n\n${a.b.c!}', { a: {} }, /a\.b has no value/, 3],
    ['a printed boolean', '${b}', { b: true }, /boolean b cannot be printed/, 1],
    ['a member of a number', '${(n.x)!}', { n: 1 }, /Expected a hash/, 1],
    ['a comparison of unlike types', '<#if 1 == "1"></#if>', {}, /cannot be compared/, 1],
    ['an unknown built-in', '${"a"?frobnicate}', {}, /\?frobnicate is not supported/, 1],
    ['an unknown directive', 'x\n<#macro m></#macro>', {}, /<#macro> is not supported/, 2],
    ['a user-defined directive', '<@m/>', {}, /<@…>/, 1],
    ['the older interpolation', '#{1}', {}, /#\{…\}/, 1],
    ['a tag that is not closed', '<#if true>\nx', {}, /Expected <\/#if>/, 2],
    ['a closing tag too many', 'x</#list>', {}, /<\/#list> belongs to nothing/, 1],
    ['an interpolation that is not closed', '${x', {}, /"}" is missing/, 1],
    ['a number that would lose digits', '${"4056343049275634494"?number}', {}, /exactly/, 1],
    ['a function that calls itself for ever', '<#function f><#return f()></#function>${f()}', {}, /too deeply/, 1],
    ['a deliberate stop', '<#stop "enough">', {}, /enough/, 1],
  ])('%s', (_name, source, variables, message, line) => {
    const error = errorOf(source, variables);
    expect(error.message).toMatch(message);
    expect(error.line).toBe(line);
  });
});

describe('published templates', () => {
  const expense = {
    transactionID: '4056343049275634494',
    created: '2026-07-03',
    modifiedCreated: '',
    merchant: 'Cafe "Rio"',
    modifiedMerchant: '',
    amount: 344500,
    convertedAmount: '',
    modifiedAmount: '',
    billable: false,
    receiptObject: '',
    ntag1: 'Sales',
  };
  const report = {
    reportID: 'R00bCluvcO4T',
    accountID: 407184,
    customField: { A_b: 'x' },
    transactionList: [expense, expense],
  };

  test('the one of the help page prints a CSV file', () => {
    const csv = render(fixture('help-page.ftl'), { addHeader: true, reports: [report] });
    expect(csv).toBe('Merchant,Amount,Transaction Date\nCafe "Rio",3,445,2026-07-03\nCafe "Rio",3,445,2026-07-03\n');
  });

  test('the one that prints every attribute gives a JSON document a line', () => {
    const lines = render(fixture('every-attribute.ftl'), { addHeader: true, reports: [report, {}] }).split('\n');
    expect(lines.at(-1)).toBe('');
    const [header, first, second] = lines.slice(0, -1).map((line) => JSON.parse(line));
    expect(header).toEqual({ kind: 'header', schema: 1 });
    expect(first).toMatchObject({
      reportID: 'R00bCluvcO4T',
      accountID: '407184',
      total: null,
      customField: { A_b: 'x' },
    });
    expect(first.transactionList[1]).toMatchObject({
      amount: 344500,
      convertedAmount: null,
      billable: false,
      receiptURL: null,
    });
    expect(first.transactionList[0].ntags[0]).toEqual({ name: 'Sales', glCode: null });
    expect(second.transactionList).toEqual([]);
  });

  test('it takes typed, textual and missing values alike', () => {
    const textual = {
      total: '3445',
      isACHReimbursed: 'true',
      accountID: '7',
      transactionList: [{ amount: '-12.5', billable: 'false' }],
    };
    const line = render(fixture('every-attribute.ftl'), { reports: [textual] }).split('\n')[1]!;
    expect(JSON.parse(line)).toMatchObject({
      total: 3445,
      isACHReimbursed: true,
      transactionList: [{ amount: -12.5, billable: false }],
    });
  });

  test('a long list comes in pieces', () => {
    const pieces = [...compileTemplate('<#list 1..20000 as i>${i?c};</#list>').render({}, NOW)];
    expect(pieces.length).toBeGreaterThan(2);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(100_000);
  });
});
