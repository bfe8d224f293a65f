import { meaningOf, statusOf, toVendorError } from '../../src/adapters/quickbooks-enterprise/qbxml/status';
import { VendorError } from '../../src/adapters/vendor-error';

function status(code: string, message = 'Text.', severity = 'Error') {
  return statusOf({ statusCode: code, statusSeverity: severity, statusMessage: message });
}

describe('status codes of QuickBooks', () => {
  it.each([
    ['0', 'DONE'],
    ['1', 'NOTHING'],
    ['500', 'PARTLY'],
    ['530', 'PARTLY'],
    ['550', 'DONE'],
    ['1000', 'REFUSED'],
    ['3250', 'REFUSED'],
  ])('%s means %s', (code, meaning) => {
    expect(meaningOf(status(code))).toBe(meaning);
  });

  it('count more than severities: an empty list is no error (6.1, 7), and a refusal has come as Info', () => {
    expect(meaningOf(status('1', 'No match', 'Error'))).toBe('NOTHING');
    expect(meaningOf(status('3210', 'Invalid', 'Info'))).toBe('REFUSED');
  });

  it('are done without when they are absent', () => {
    expect(meaningOf(statusOf({}))).toBe('DONE');
    expect(meaningOf(statusOf({ statusSeverity: 'Error' }))).toBe('REFUSED');
  });

  it.each([
    ['1000', 'VENDOR_UNAVAILABLE', true],
    ['1010', 'VENDOR_UNAVAILABLE', true],
    ['3170', 'VENDOR_UNAVAILABLE', true],
    ['3175', 'VENDOR_UNAVAILABLE', true],
    ['3176', 'VENDOR_UNAVAILABLE', true],
    ['3231', 'VENDOR_UNAVAILABLE', true],
    ['500', 'NOT_FOUND', false],
    ['3000', 'NOT_FOUND', false],
    ['3120', 'NOT_FOUND', false],
    ['3130', 'NOT_FOUND', false],
    ['3140', 'NOT_FOUND', false],
    ['3100', 'CONFLICT', false],
    ['3171', 'PERIOD_CLOSED', false],
    ['3200', 'STALE_RECORD', false],
    ['3260', 'PERMISSION_DENIED', false],
    ['3261', 'PERMISSION_DENIED', false],
    ['3250', 'VENDOR_REJECTED', false],
    ['3210', 'VENDOR_REJECTED', false],
    ['3150', 'VENDOR_PROTOCOL_ERROR', false],
    ['4711', 'VENDOR_REJECTED', false],
  ])('%s becomes %s, with the code and the words of QuickBooks', (code, expected, retryable) => {
    const error = toVendorError(status(code), 'The bill');
    expect(error).toBeInstanceOf(VendorError);
    expect(error).toMatchObject({ code: expected, retryable, vendorCode: code, vendorMessage: 'Text.' });
    expect(error.message).toMatch(/^The bill: .*\. QuickBooks says: Text\.$/);
  });

  it('says of an error while saving by its words whether it passes', () => {
    expect(toVendorError(status('3180', 'The record is locked.'), 'The bill').retryable).toBe(true);
    expect(toVendorError(status('3180', 'Over the credit limit.'), 'The bill').retryable).toBe(false);
  });
});
