import {
  VendorAuthenticationError,
  VendorConflictError,
  VendorNotFoundError,
  VendorOutcomeUnknownError,
  VendorPermissionError,
  VendorProtocolError,
  VendorRateLimitError,
  VendorRejectedError,
  VendorUnavailableError,
} from '../../src/adapters/vendor-error';
import { ElementsErrors, InvalidValueError } from '../../src/errors';
import type { VendorWriteRow } from '../../src/persistence/repositories/vendor-write.repository';
import { errorOfWrite, placeOf, toWriteError, writeFailureOf } from '../../src/services/writes/write-failure';

const WORDS = { vendorCode: '410', vendorMessage: 'No.', vendorRequestId: 'r-1', path: ['name'] };
const INVALID = new InvalidValueError('INVALID_INPUT', 'Wrong.', { path: ['a'] });
const ALSO_INVALID = new InvalidValueError('INVALID_INPUT', 'Wrong too.', { path: ['b'] });

describe('a write that threw', () => {
  it.each([
    ['a refusal', new VendorRejectedError('No.', WORDS), 'REJECTED', true],
    ['something that is there already', new VendorConflictError('There.', '7', WORDS), 'REJECTED', true],
    ['something that is not there', new VendorNotFoundError('None.', WORDS), 'REJECTED', true],
    ['a role that is missing', new VendorPermissionError('No.', { ...WORDS, requires: 'A role.' }), 'REJECTED', true],
    ['credentials that are refused', new VendorAuthenticationError('No.', WORDS), 'REJECTED', false],
    ['a rate limit', new VendorRateLimitError('Wait.', 7), 'NOT_SENT', false],
    ['a vendor that is down', new VendorUnavailableError('Down.'), 'NOT_SENT', false],
    ['an answer before anything was sent that makes no sense', new VendorProtocolError('?'), 'NOT_SENT', false],
    ['a request that cannot be sent', INVALID, 'NOT_SENT', false],
    ['no answer', new VendorOutcomeUnknownError('?'), 'UNKNOWN', true],
    ['a fault of ours', new TypeError('undefined is not a function'), 'UNKNOWN', true],
  ] as const)('because of %s', (_, error, status, isRemembered) => {
    const failure = writeFailureOf(error, 'i-1');
    expect(failure).toMatchObject({ status, isRemembered });
    expect(failure.errors).toHaveLength(1);
  });

  it('because of several things tells all of them', () => {
    const failure = writeFailureOf(new ElementsErrors([INVALID, ALSO_INVALID]), 'i-1');
    expect(failure).toEqual({ status: 'NOT_SENT', errors: [INVALID, ALSO_INVALID], isRemembered: false });
    expect(toWriteError(...failure.errors)).toMatchObject({ code: 'INVALID_INPUT', message: 'Wrong. Wrong too.' });
  });

  it('because of a fault of ours tells nothing of it', () => {
    const [error] = writeFailureOf(new TypeError('secret'), 'i-1').errors;
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', message: expect.not.stringContaining('secret') });
  });

  it('because of its credentials keeps the words of the vendor', () => {
    const failure = writeFailureOf(new VendorAuthenticationError('No.', WORDS), 'i-1');
    expect(failure.errors[0]).toMatchObject({ code: 'NEEDS_REAUTHENTICATION', instanceId: 'i-1' });
    expect(toWriteError(...failure.errors)).toMatchObject({ vendorCode: '410', vendorMessage: 'No.' });
  });

  it.each([
    new VendorRejectedError('No.', WORDS),
    new VendorConflictError('There.', '7', WORDS),
    new VendorNotFoundError('None.', WORDS),
    new VendorPermissionError('No.', { ...WORDS, requires: 'A role.' }),
    new VendorOutcomeUnknownError('?', WORDS),
  ])('is told again as it was: %p', (error) => {
    const kept = toWriteError(error);
    const row = {
      instanceId: 'i-1',
      errorCode: kept.code,
      errorMessage: kept.message,
      errorRequires: kept.requires,
      vendorCode: kept.vendorCode,
      vendorMessage: kept.vendorMessage,
      vendorRequestId: kept.vendorRequestId,
    } as VendorWriteRow;
    const again = errorOfWrite(row, placeOf([error]));
    expect(again).toBeInstanceOf(error.constructor);
    expect({ ...again, stack: '' }).toEqual({ ...error, stack: '' });
  });
});
