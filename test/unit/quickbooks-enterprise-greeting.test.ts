import type { AgentAnnouncement, AgentFacts } from '../../src/adapters/agent';
import { webConnector } from '../../src/adapters/quickbooks-enterprise/agent';
import { OWNER_ID } from '../../src/adapters/quickbooks-enterprise/web-connector/setup-file';

const MARK = '90a44fb5-33d9-4815-ac85-bc87a7e7d1eb';

interface Company {
  readonly dataExts?: string;
  readonly preferences?: string;
}

function dataExt(name: string, value: string, owner: string = OWNER_ID): string {
  return (
    `<DataExtRet><OwnerID>${owner}</OwnerID><DataExtName>${name}</DataExtName>` +
    `<DataExtType>STR255TYPE</DataExtType><DataExtValue>${value}</DataExtValue></DataExtRet>`
  );
}

function announcement({
  dataExts = dataExt('FileID', `{${MARK}}`),
  preferences = '',
}: Company = {}): AgentAnnouncement {
  return {
    answers:
      '<?xml version="1.0" ?>\n<QBXML><QBXMLMsgsRs>' +
      '<HostQueryRs requestID="0" statusCode="0" statusSeverity="Info" statusMessage="Status OK"><HostRet>' +
      '<ProductName>QuickBooks Enterprise Solutions 24.0</ProductName><MajorVersion>34</MajorVersion>' +
      '<MinorVersion>0</MinorVersion><Country>US</Country><SupportedQBXMLVersion>9.0</SupportedQBXMLVersion>' +
      '<SupportedQBXMLVersion>13.0</SupportedQBXMLVersion><IsAutomaticLogin>false</IsAutomaticLogin></HostRet></HostQueryRs>' +
      '<CompanyQueryRs requestID="1" statusCode="0"><CompanyRet><IsSampleCompany>false</IsSampleCompany>' +
      `<CompanyName>M&#252;ller &amp; Co</CompanyName>${dataExts}</CompanyRet></CompanyQueryRs>` +
      `<PreferencesQueryRs requestID="2" statusCode="0"><PreferencesRet>${preferences}</PreferencesRet>` +
      '</PreferencesQueryRs></QBXMLMsgsRs></QBXML>',
    companyFile: 'C:\\Books\\mueller.qbw',
    country: 'US',
    majorVersion: '16',
    minorVersion: '0',
  };
}

function greet(company?: Company): ReturnType<typeof webConnector.greet> {
  return webConnector.greet(announcement(company), { accountMark: MARK }, {});
}

describe('what QuickBooks says at the begin of a session', () => {
  it('is learnt', () => {
    const preferences =
      '<AccountingPreferences><IsUsingClassTracking>true</IsUsingClassTracking><ClosingDate>2025-12-31</ClosingDate>' +
      '</AccountingPreferences><MultiCurrencyPreferences><IsMultiCurrencyOn>1</IsMultiCurrencyOn><HomeCurrencyRef>' +
      '<ListID>8000-1</ListID><FullName>Canadian Dollar</FullName></HomeCurrencyRef></MultiCurrencyPreferences>' +
      '<CurrentAppAccessRights><IsPersonalDataAccessAllowed>false</IsPersonalDataAccessAllowed></CurrentAppAccessRights>';
    expect(greet({ preferences })).toEqual({
      facts: {
        qbxmlVersion: '16.0',
        country: 'US',
        productName: 'QuickBooks Enterprise Solutions 24.0',
        majorVersion: '34',
        minorVersion: '0',
        companyName: 'Müller & Co',
        companyFile: 'C:\\Books\\mueller.qbw',
        fileId: MARK,
        homeCurrency: 'CAD',
        isMultiCurrency: 'true',
        isUsingClasses: 'true',
        closingDate: '2025-12-31',
        personalData: 'false',
      },
      problem: null,
    });
  });

  it('empties what is not told any more', () => {
    expect(greet().facts).toMatchObject({ closingDate: '', homeCurrency: '', isUsingClasses: '' });
  });

  it('has the highest version of those that are listed, where the program tells none', () => {
    const told = { ...announcement(), majorVersion: '', minorVersion: '' };
    expect(webConnector.greet(told, { accountMark: MARK }, {}).facts).toMatchObject({ qbxmlVersion: '13.0' });
  });

  test.each([
    ['in another case', dataExt('FILEID', `{${MARK.toUpperCase()}}`, OWNER_ID.toUpperCase())],
    ['without braces', dataExt('FileID', MARK)],
    [
      'beside other data',
      dataExt('AppLock', 'LOCKED:PC:1') + dataExt('FileID', '{other}', '0') + dataExt('FileID', MARK),
    ],
  ])('names the right books %s', (_name, dataExts) => {
    expect(greet({ dataExts }).problem).toBeNull();
  });

  test.each([
    ['belong to another connection', dataExt('FileID', '{11111111-2222-4333-8444-555555555555}'), 'belongs to another'],
    ['were never added', '', 'was never added'],
    [
      'were added to another application',
      dataExt('FileID', MARK, '{22222222-2222-4333-8444-555555555555}'),
      'was never added',
    ],
  ])('tells books that %s, and nothing is learnt of them (gotcha 18)', (_name, dataExts, why) => {
    expect(greet({ dataExts })).toEqual({
      facts: {},
      problem: {
        code: null,
        message: expect.stringMatching(new RegExp(`"Müller & Co" \\(C:\\\\Books.*${why}`)) as unknown,
        remedy: 'WRONG_ACCOUNT',
      },
    });
  });

  test.each([
    ['no XML', 'The point of sale says nothing of itself.'],
    [
      'a company that could not be asked',
      '<QBXML><QBXMLMsgsRs><CompanyQueryRs statusCode="1000"/></QBXMLMsgsRs></QBXML>',
    ],
    ['a document type', `<!DOCTYPE a []>${announcement().answers}`],
    ['an end that is missing', '<QBXML><QBXMLMsgsRs>'],
  ])('is tried again after %s', (_name, answers) => {
    const greeting = webConnector.greet({ ...announcement(), answers }, { accountMark: MARK }, {});
    expect(greeting).toMatchObject({ facts: {}, problem: { remedy: 'RETRY' } });
  });
});

describe('a QuickBooks that cannot be reached', () => {
  const facts: AgentFacts = { companyFile: 'C:\\Books\\mueller.qbw' };
  const explain = (code: string, known: AgentFacts, tries: number): ReturnType<typeof webConnector.explain> =>
    webConnector.explain({ code, vendorMessage: null }, known, tries);

  it('is given the place of the books once, when nothing is open', () => {
    expect(explain('0x80040416', facts, 0).tryAgain).toEqual({ accountPlace: 'C:\\Books\\mueller.qbw' });
    expect(explain('0X80040417', facts, 0).tryAgain).toEqual({ accountPlace: 'C:\\Books\\mueller.qbw' });
    expect(explain('0x80040416', facts, 1).tryAgain).toBeNull();
    expect(explain('0x80040416', {}, 0)).toMatchObject({ tryAgain: null, problem: { remedy: 'RETRY' } });
  });

  it('is tried with whatever is open when that is something else: its FileID tells', () => {
    expect(explain('0x8004040A', facts, 0)).toMatchObject({
      tryAgain: { accountPlace: null },
      problem: { remedy: 'WRONG_ACCOUNT' },
    });
    expect(explain('0x8004040A', facts, 2).tryAgain).toBeNull();
  });

  test.each(['0x80040408', '0x80040414', '0x80040420', '0x80040403', '0x80049999'])(
    'is left alone after %s',
    (code) => {
      expect(explain(code, facts, 0).tryAgain).toBeNull();
    },
  );
});

describe('a request that changes nothing', () => {
  it('asks for the host, in a version that we speak (gotchas 3, 13 and 16)', () => {
    expect(webConnector.idleRequest({ qbxmlVersion: '17.0' })).toBe(
      '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="continueOnError">' +
        '<HostQueryRq></HostQueryRq></QBXMLMsgsRq></QBXML>',
    );
    expect(webConnector.idleRequest({ qbxmlVersion: '11.0' })).toContain('<?qbxml version="11.0"?>');
  });
});
