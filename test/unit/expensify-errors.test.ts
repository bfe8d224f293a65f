import { parseEnvelope } from '../../src/adapters/expensify/envelope';
import { toVendorError } from '../../src/adapters/expensify/errors';
import {
  VendorAuthenticationError,
  VendorConflictError,
  VendorNotFoundError,
  VendorPermissionError,
  VendorProtocolError,
  VendorRateLimitError,
  VendorRejectedError,
  VendorUnavailableError,
} from '../../src/adapters/vendor-error';
import { expensifyFixture } from '../support/expensify-server';

const now = new Date('2026-08-15T12:00:00Z');
const OLD_RATE_LIMIT_TEXT =
  'You have been rate-limited. Please try again later or contact help@expensify.com for assistance.';

function envelope(code: unknown, message: string): string {
  return JSON.stringify({ responseMessage: message, responseCode: code });
}

function errorFor(status: number, body: string, retryAfter?: string) {
  return toVendorError({ status, body, retryAfter, now });
}

describe('what a failing answer of Expensify means', () => {
  it.each([
    [200, envelope(404, 'Authentication error'), VendorAuthenticationError, '404'],
    [200, envelope(404, 'AUTHENTICATION ERROR'), VendorAuthenticationError, '404'],
    [200, envelope(403, 'No authentication method specified'), VendorAuthenticationError, '403'],
    [401, envelope(401, 'Unauthorized'), VendorAuthenticationError, '401'],
    [200, envelope(403, 'You are not an admin of this policy'), VendorPermissionError, '403'],
    [200, envelope(403, 'The admin role is missing, or the policy was not found'), VendorPermissionError, '403'],
    [200, envelope(500, 'Not authorized to authenticate as user user@domain.com'), VendorPermissionError, '500'],
    [200, envelope(404, 'Policy not found'), VendorNotFoundError, '404'],
    [200, envelope(404, 'No such policy'), VendorNotFoundError, '404'],
    [200, JSON.stringify({ responseMessage: 'File not found' }), VendorNotFoundError, null],
    [200, envelope(410, "Required parameter 'policyIDList' is missing"), VendorRejectedError, '410'],
    [200, envelope(410, "Status 'APPROVED' is not supported"), VendorRejectedError, '410'],
    [200, envelope(410.0, 'anything'), VendorRejectedError, '410'],
    [200, envelope('410', 'anything'), VendorRejectedError, '410'],
    [200, envelope(500, "Required parameter 'policyName' is missing"), VendorRejectedError, '500'],
    [200, envelope(666, 'Rule already exists with those actions, please update rule 7'), VendorRejectedError, '666'],
    [200, envelope(500, 'Server error'), VendorUnavailableError, '500'],
    [500, envelope(500, 'Server error'), VendorUnavailableError, '500'],
    [502, '<html><body>502 Bad Gateway</body></html>', VendorUnavailableError, 'HTTP 502'],
    [200, '<!DOCTYPE html><html><body>Maintenance</body></html>', VendorUnavailableError, 'HTTP 200'],
    [503, '', VendorUnavailableError, 'HTTP 503'],
    [400, '<html><body>400 - Bad Request</body></html>', VendorProtocolError, 'HTTP 400'],
    [200, 'something else', VendorProtocolError, 'HTTP 200'],
    [200, '{"responseCode":', VendorProtocolError, 'HTTP 200'],
    [200, '', VendorProtocolError, 'HTTP 200'],
    [200, '{"responseCode":200}', VendorProtocolError, '200'],
  ])('HTTP %i with %s', (status, body, family, vendorCode) => {
    const error = errorFor(status, body);
    expect(error).toBeInstanceOf(family);
    expect(error.vendorCode).toBe(vendorCode);
  });

  it.each([
    [429, envelope(429, 'Too many requests')],
    [200, envelope(429, OLD_RATE_LIMIT_TEXT)],
    [429, '<html>429</html>'],
    [429, ''],
  ])('HTTP %i with %s is a rate limit', (status, body) => {
    const error = errorFor(status, body);
    expect(error).toBeInstanceOf(VendorRateLimitError);
    expect(error).toMatchObject({ retryAfterSeconds: 10, retryable: true, outcome: 'RATE_LIMITED' });
  });

  it.each([
    ['7', 7],
    ['0', 1],
    ['Sat, 15 Aug 2026 12:00:30 GMT', 30],
    ['soon', 10],
  ])('honours a Retry-After of %s', (retryAfter, seconds) => {
    expect(errorFor(429, '', retryAfter)).toMatchObject({ retryAfterSeconds: seconds });
  });

  it('says what is needed where a permission is missing', () => {
    expect(errorFor(200, envelope(403, 'Not an admin'))).toMatchObject({ requires: expect.stringContaining('admin') });
    const acting = errorFor(200, envelope(500, 'Not authorized to authenticate as user user@domain.com'));
    expect(acting).toMatchObject({ requires: expect.stringContaining('concierge@expensify.com') });
  });

  it('names the role and the places that a job is told to name', () => {
    const needs = { role: 'Be a domain admin.', accountPath: ['employeeEmail'], recordPath: ['reportRemoteId'] };
    const told = (code: number, message: string) =>
      toVendorError({ status: 200, body: envelope(code, message), now }, needs);
    expect(told(403, 'No')).toMatchObject({ requires: 'Be a domain admin.', path: ['reportRemoteId'] });
    expect(told(404, 'Report not found')).toMatchObject({ path: ['reportRemoteId'] });
    expect(told(404, 'Authentication error')).toMatchObject({ code: 'CREDENTIALS_REJECTED', path: null });
    expect(told(500, 'Not authorized to authenticate as user a@b.example')).toMatchObject({ path: ['employeeEmail'] });
  });

  it.each([
    ['Rule already exists with those actions, please update rule 7', '7'],
    ['Something else', null],
  ])('takes the number of a rule from code 666: %s', (message, number) => {
    const error = errorFor(200, envelope(666, message));
    expect(error).toBeInstanceOf(VendorConflictError);
    expect(error).toMatchObject({ code: 'CONFLICT', retryable: false, conflictingRemoteId: number });
  });

  it('finds the envelope behind what was written before it', () => {
    const error = errorFor(200, `{"kind":"report","reportID":"R00b${envelope(500, 'Server error')}`);
    expect(error).toBeInstanceOf(VendorUnavailableError);
    expect(error.vendorMessage).toBe('Server error');
  });

  it('keeps the vendor message and request ID, shortened', () => {
    const body = JSON.stringify({ responseMessage: 'x'.repeat(2000), responseCode: 410, requestID: 'abc' });
    const error = errorFor(200, body);
    expect(error.vendorMessage).toHaveLength(500);
    expect(error.vendorRequestId).toBe('abc');
  });
});

describe('the envelope', () => {
  it('reads the recorded bodies', () => {
    expect(parseEnvelope(expensifyFixture('create-expense-rules.json'))).toMatchObject({ code: 200, message: 'OK' });
    expect(parseEnvelope(expensifyFixture('create-expenses.json'))?.fields).toMatchObject({
      transactionList: [{ transactionID: '4056343049275634494', amount: 777 }],
    });
    for (const name of ['report-status-all-skipped.json', 'report-status-partly-done.json']) {
      expect(parseEnvelope(expensifyFixture(name))).toMatchObject({ code: 200, message: null });
    }
  });

  it('is none where the answer is a bare file name, a list or another object', () => {
    expect(parseEnvelope(expensifyFixture('export-file-name.txt'))).toBeNull();
    expect(parseEnvelope('[{"responseCode":200}]')).toBeNull();
    expect(parseEnvelope('{"kind":"header"}')).toBeNull();
  });

  it('keeps all digits of numbers above 2^53', () => {
    const body = '{"responseCode":200,"chatReportIDAdmins":7012345678901234567,"rate":8.875,"small":12}';
    expect(parseEnvelope(body)?.fields).toEqual({
      responseCode: 200,
      chatReportIDAdmins: '7012345678901234567',
      rate: 8.875,
      small: 12,
    });
  });
});
