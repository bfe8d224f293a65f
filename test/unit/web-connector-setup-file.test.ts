import { parseSetupFile, SetupFileError } from '../../src/adapters/quickbooks-enterprise/sandbox/web-connector';
import { FILE_ID, OWNER_ID, setupFile } from '../support/setup-file';

const SERVICE = 'https://elements.example.com/web-connector';

function problemsOf(document: string): readonly string[] {
  try {
    parseSetupFile(document);
    return [];
  } catch (error) {
    if (!(error instanceof SetupFileError)) throw error;
    return error.problems.map(({ code }) => code);
  }
}

function problems(elements: Record<string, string | null>, url = SERVICE): readonly string[] {
  return problemsOf(setupFile(url, elements));
}

describe('A set-up file of the Web Connector', () => {
  it('is read with the defaults of the program', () => {
    expect(parseSetupFile(setupFile(SERVICE))).toEqual({
      appName: 'CloudElements',
      appId: '',
      appUrl: new URL(SERVICE),
      appDescription: 'Employees, expenses and statements',
      appSupport: new URL(`${SERVICE}?support`),
      userName: 'instance-1',
      ownerId: OWNER_ID,
      fileId: FILE_ID,
      displayName: 'CloudElements',
      uniqueName: null,
      authFlags: 0,
      readOnly: false,
      notify: false,
      personalDataPreference: 'pdpNotNeeded',
      unattendedModePreference: 'umpOptional',
      everySeconds: null,
      style: 'Document',
      certificateUrl: null,
    });
  });

  it('is read with everything that it may say', () => {
    const file = parseSetupFile(
      setupFile(SERVICE, {
        AppName: 'Tom &amp; Jerry',
        AppDisplayName: 'Elements',
        AppUniqueName: 'Elements 7',
        AuthFlags: '0xF',
        IsReadOnly: 'false',
        Notify: 'true',
        PersonalDataPref: 'pdpOptional',
        UnattendedModePref: 'umpRequired',
        Scheduler: '<RunEveryNMinutes>15</RunEveryNMinutes>',
        Style: 'RPC',
        CertURL: 'https://certificate.example.com/',
      }),
    );
    expect(file).toMatchObject({
      appName: 'Tom & Jerry',
      displayName: 'Elements',
      uniqueName: 'Elements 7',
      authFlags: 0xf,
      notify: true,
      personalDataPreference: 'pdpOptional',
      unattendedModePreference: 'umpRequired',
      everySeconds: 900,
      style: 'RPC',
      certificateUrl: new URL('https://certificate.example.com/'),
    });
  });

  it('may have its elements in any order, but the first schedule counts', () => {
    const both = '<RunEveryNSeconds>30</RunEveryNSeconds><RunEveryNMinutes>5</RunEveryNMinutes>';
    expect(parseSetupFile(setupFile(SERVICE, { Scheduler: both })).everySeconds).toBe(30);
    const reversed = '<RunEveryNMinutes>5</RunEveryNMinutes><RunEveryNSeconds>30</RunEveryNSeconds>';
    expect(parseSetupFile(setupFile(SERVICE, { Scheduler: reversed })).everySeconds).toBe(300);
  });

  it('does not know a misspelt element (6.1 number 20)', () => {
    const file = parseSetupFile(setupFile(SERVICE, { PersonalDataPrep: 'pdpRequired' }));
    expect(file.personalDataPreference).toBe('pdpNotNeeded');
  });

  it.each<[string, Record<string, string | null>, string, string[]]>([
    ['hosts that differ', { AppSupport: 'https://help.example.com/' }, SERVICE, ['QBWC1000']],
    ['an address for AppURL', {}, 'https://192.0.2.7/soap', ['QBWC1001', 'QBWC1002']],
    ['an address of the sixth version', { AppSupport: 'https://[2001:db8::1]/' }, SERVICE, ['QBWC1002', 'QBWC1000']],
    ['http on a public host', {}, 'http://elements.example.com/soap', ['QBWC1010', 'QBWC1051']],
    ['a missing element', { FileID: null }, SERVICE, ['QBWC1039']],
    ['a missing AppID', { AppID: null }, SERVICE, ['QBWC1039']],
    ['a GUID without braces', { OwnerID: OWNER_ID.slice(1, -1) }, SERVICE, ['QBWC1039']],
    ['an unknown QBType', { QBType: 'QBXX' }, SERVICE, ['QBWC1065']],
    ['read-only access', { IsReadOnly: 'true' }, SERVICE, ['QBWC1080']],
    ['flags beyond the editions', { AuthFlags: '0x1F' }, SERVICE, ['QBWC1039']],
    ['a schedule of nothing', { Scheduler: '<RunEveryNMinutes>0</RunEveryNMinutes>' }, SERVICE, ['QBWC1039']],
    ['an unknown style', { Style: 'Encoded' }, SERVICE, ['QBWC1039']],
  ])('is refused for %s', (_, elements, url, codes) => {
    expect(problems(elements, url)).toEqual(codes);
  });

  it('may have its support page anywhere when the service is on this computer', () => {
    const url = 'http://localhost:4000/web-connector';
    expect(problems({ AppSupport: 'https://help.example.com/' }, url)).toEqual([]);
  });

  it('is refused with everything that is wrong with it at once', () => {
    const elements = {
      UserName: null,
      FileID: '',
      QBType: 'QBXX',
      IsReadOnly: 'true',
      AppSupport: 'https://a.example/',
    };
    const refuse = (): unknown => parseSetupFile(setupFile('http://elements.example.com/', elements));
    expect(problems(elements, 'http://elements.example.com/')).toEqual([
      'QBWC1039',
      'QBWC1065',
      'QBWC1080',
      'QBWC1010',
      'QBWC1051',
      'QBWC1000',
    ]);
    expect(refuse).toThrow(/QBWC1039: UserName, FileID are missing\. QBWC1065:/);
  });

  it.each([
    ['no XML', 'AppName: Elements'],
    ['XML that breaks off', '<QBWCXML><AppName>'],
    ['another document', '<?xml version="1.0"?><html></html>'],
    ['a document type', '<!DOCTYPE QBWCXML [<!ENTITY a "b">]><QBWCXML>&a;</QBWCXML>'],
  ])('is refused when it is %s', (_, document) => {
    expect(problemsOf(document)).toEqual(['QBWC1039']);
  });
});
