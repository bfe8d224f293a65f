import { canonicalEmployeeId } from '../../src/adapters/expensify/employee-id';
import { canonicalExpenseId } from '../../src/adapters/expensify/expense-id';
import { canonicalPolicyId } from '../../src/adapters/expensify/policy-id';
import { canonicalReportId } from '../../src/adapters/expensify/report-id';

const BOTH_FORMS: readonly (readonly [string, string])[] = [
  ['R00bCluvcO4T', '8123565047826837'],
  ['R006AseGxMka', '1348360888176456'],
  ['R002bGmt16ac', '567933542706910'],
  ['R00X9oNOn2MO', '7239779464910988'],
  ['R00Lza4SDrx4', '4802009598316922'],
  ['R00PdJbQrzoC', '5596959107709108'],
  ['R009WqAY45L1', '2080715894610667'],
];

describe('Expensify report IDs', () => {
  it.each(BOTH_FORMS)('%s and %s are one report', (short, decimal) => {
    expect(canonicalReportId(decimal)).toBe(short);
    expect(canonicalReportId(`R${decimal}`)).toBe(short);
    expect(canonicalReportId(short)).toBe(short);
  });

  it('keeps every digit above 2^53', () => {
    expect(canonicalReportId('9007199254740992')).toBe('R00fFgnDxSe8');
    expect(canonicalReportId('9007199254740993')).toBe('R00fFgnDxSe9');
    expect(canonicalReportId('18446744073709551615')).toBe('RLygHa16AHYF');
  });

  it('takes an R with eleven digits for the short form, because that is its length', () => {
    expect(canonicalReportId('R12345678901')).toBe('R12345678901');
  });

  it.each([
    '',
    'R',
    '0',
    'r00bCluvcO4T',
    'R00bCluvcO4',
    'R00bCluvcO4T0',
    'report',
    '1.5',
    '-1',
    '99999999999999999999',
  ])('refuses %j', (id) => {
    expect(canonicalReportId(id)).toBeNull();
  });
});

describe('other Expensify IDs', () => {
  it('writes policy IDs in upper case, whatever their length', () => {
    expect(canonicalPolicyId('0810e551a5f2a9c2')).toBe('0810E551A5F2A9C2');
    expect(canonicalPolicyId('F005BA11000099999')).toBe('F005BA11000099999');
    expect(canonicalPolicyId('not an id')).toBeNull();
  });

  const POLICY_PAGE = 'https://www.expensify.com/policy?param=';
  it.each([
    ['straight quotes', `${POLICY_PAGE}{"policyID":"0810E551A5F2A9C2"}`],
    ['a curly quote, as the help page prints it', `${POLICY_PAGE}{"policyID":"0810E551A5F2A9C2”}`],
    ['curly quotes', `${POLICY_PAGE}{“policyID”:“0810E551A5F2A9C2”}`],
    ['single quotes and spaces', `${POLICY_PAGE}{ 'policyID' : '0810E551A5F2A9C2' }`],
    ['percent signs', `${POLICY_PAGE}%7B%22policyID%22%3A%220810E551A5F2A9C2%22%7D`],
    ['percent signs of curly quotes', `${POLICY_PAGE}%7B%22policyID%22%3A%220810E551A5F2A9C2%E2%80%9D%7D`],
    ['lower case, and more behind', `${POLICY_PAGE}{"policyID":"0810e551a5f2a9c2"}#members`],
    ['the page of the newer website', 'https://new.expensify.com/workspaces/0810E551A5F2A9C2/overview?x=1'],
    ['the settings of the newer website', 'https://new.expensify.com/settings/workspaces/0810e551a5f2a9c2'],
    ['its parameter alone', '{"policyID":"0810E551A5F2A9C2"}'],
  ])('is found in the address of a page with %s', (_what, address) => {
    expect(canonicalPolicyId(`  ${address}\n`)).toBe('0810E551A5F2A9C2');
  });

  it.each([
    'https://www.expensify.com/policy',
    'https://www.expensify.com/report?param={"reportID":"8123565047826837"}',
    'https://www.expensify.com/policy?param={"policyID":""}',
    'https://www.expensify.com/policy?param=%7B%22policyID%22%3A%22',
    'https://www.expensify.com/policy?param=100%',
    `https://www.expensify.com/policy?param={"policyID":"${'A'.repeat(65)}"}`,
    `https://www.expensify.com/${'x'.repeat(2_000)}?param={"policyID":"0810E551A5F2A9C2"}`,
  ])('is none in %s', (address) => {
    expect(canonicalPolicyId(address)).toBeNull();
  });

  it('knows employees by their address in lower case', () => {
    expect(canonicalEmployeeId(' Ann.Boss@Domain.com ')).toBe('ann.boss@domain.com');
    expect(canonicalEmployeeId('Ann Boss')).toBeNull();
  });

  it('leaves transaction IDs as they are', () => {
    expect(canonicalExpenseId('4056343049275634494')).toBe('4056343049275634494');
    expect(canonicalExpenseId('R00bCluvcO4T')).toBeNull();
  });
});
