import type { AgentSetup } from '../../src/adapters/agent';
import { webConnector } from '../../src/adapters/quickbooks-enterprise/agent';
import { parseSetupFile } from '../../src/adapters/quickbooks-enterprise/sandbox/web-connector';
import { addressProblem } from '../../src/adapters/quickbooks-enterprise/web-connector/setup-file';
import { UnsupportedOperationError } from '../../src/errors';

const SETUP: AgentSetup = {
  instanceId: '0199c2f1-0000-7000-8000-000000000001',
  accountMark: '90a44fb5-33d9-4815-ac85-bc87a7e7d1eb',
  username: 'elements-1',
  publicUrl: 'https://elements.example.com',
  configuration: { 'app.name': 'Müller & Söhne "€"', 'event.poller.refresh_interval': '30' },
};

describe('the setup file of an instance', () => {
  it('is one that the Web Connector takes (gotchas 10, 17, 20 and 21)', () => {
    const { fileName, contentType, content } = webConnector.setupFile(SETUP);
    expect({ fileName, contentType }).toEqual({
      fileName: '0199c2f1-0000-7000-8000-000000000001.qwc',
      contentType: 'application/x-qwc',
    });
    const file = parseSetupFile(content);
    expect(file).toMatchObject({
      appName: 'Müller & Söhne "€"',
      appId: '',
      userName: 'elements-1',
      fileId: '{90a44fb5-33d9-4815-ac85-bc87a7e7d1eb}',
      authFlags: 0xf,
      readOnly: false,
      personalDataPreference: 'pdpNotNeeded',
      unattendedModePreference: 'umpOptional',
      everySeconds: 1800,
      style: 'Document',
      uniqueName: 'Elements 0199c2f1-0000-7000-8000-000000000001',
    });
    expect(file.appUrl.href).toBe('https://elements.example.com/web-connector');
    expect(file.appSupport.href).toBe('https://elements.example.com/web-connector');
    expect(file.appDescription.length).toBeLessThanOrEqual(80);
    expect(content).toMatch(/<PersonalDataPref>/);
  });

  it('has one owner for all instances, and a file id for each', () => {
    const [one, other] = [SETUP, { ...SETUP, accountMark: '11111111-2222-4333-8444-555555555555' }].map((setup) =>
      parseSetupFile(webConnector.setupFile(setup).content),
    );
    expect(one?.ownerId).toBe(other?.ownerId);
    expect(one?.fileId).not.toBe(other?.fileId);
  });

  it('is written in ASCII, since it names no encoding', () => {
    const beyondAscii = [...webConnector.setupFile(SETUP).content].filter((character) => character > '\u007f');
    expect(beyondAscii).toEqual([]);
  });

  it('has its interval from the settings, in seconds too', () => {
    expect(webConnector.intervalSeconds({})).toBe(900);
    expect(webConnector.intervalSeconds({ 'event.poller.refresh_interval': '1' })).toBe(60);
  });

  test.each(['https://elements.example.com', 'http://localhost:4000', 'https://pc-7:8443'])('may be for %s', (url) => {
    expect(addressProblem(url)).toBeNull();
    expect(() => webConnector.setupFile({ ...SETUP, publicUrl: url })).not.toThrow();
  });

  test.each([
    ['http://elements.example.com', /QBWC1010, QBWC1051/],
    ['http://127.0.0.1:4000', /QBWC1001/],
    ['https://203.0.113.7', /QBWC1001/],
    ['https://[2001:db8::1]', /QBWC1001/],
  ])('is not made for %s, which the Web Connector never calls (gotcha 10)', (publicUrl, why) => {
    expect(addressProblem(publicUrl)).toMatch(why);
    expect(() => webConnector.setupFile({ ...SETUP, publicUrl })).toThrow(UnsupportedOperationError);
    expect(() => webConnector.setupFile({ ...SETUP, publicUrl })).toThrow(why);
  });

  it('leads to a page that is there for whoever opens it, and says what has to be running (gotcha 23)', () => {
    expect(webConnector.page).toMatchObject({ status: 200, contentType: 'text/html; charset=utf-8' });
    expect(webConnector.page.body).toMatch(/have to be running, and the computer awake/);
  });
});
