import {
  describeParameters,
  describeResult,
} from '../../src/adapters/quickbooks-enterprise/sandbox/web-connector/session/describe-call';

describe('The log of the Web Connector', () => {
  it('shows short texts, and the begin of long ones', () => {
    expect(describeParameters({ ticket: 't-1', hresult: '', qbXMLMajorVers: 13 })).toBe('"t-1", "", 13');
    expect(describeResult('x'.repeat(1_200))).toBe(`"${'x'.repeat(50)}…" (1,200 characters)`);
    expect(describeResult(['t-1', 'none'])).toBe('["t-1", "none"]');
    expect(describeResult(37)).toBe('37 %');
    expect(describeResult(null)).toBe('nothing');
  });

  it('names the messages of a document', () => {
    const messages = ['EmployeeQueryRq', 'BillAddRq'].map((name) => `<${name} requestID="1"></${name}>`).join('');
    const document = `<?xml version="1.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">${messages}</QBXMLMsgsRq></QBXML>`;
    expect(describeResult(document)).toBe(`qbXML of ${document.length} characters: EmployeeQueryRq, BillAddRq`);
    expect(describeResult(document.replace(messages, messages.repeat(4)))).toMatch(/, 3 more$/);
  });

  it('shows neither a password nor a response', () => {
    const response = { parts: ['<SSN>078-05-1120</SSN>'] };
    expect(describeParameters({ strUserName: 'u', strPassword: 'secret', response })).toBe(
      '"u", ********, the response',
    );
  });
});
