import type { Operation } from '../operation';
import type { OperationName } from '../operations-page';
import { calculateTaxOperation } from './calculate-tax';
import { cancelTaxOperation } from './cancel-tax';
import { commitTaxOperation } from './commit-tax';
import { getCodesOperation } from './get-codes';
import { verifyAddressOperation } from './verify-address';

/** `GetVersion` has neither a request nor an envelope. */
export const operations: Readonly<Record<Exclude<OperationName, 'GetVersion'>, Operation>> = {
  CalculateTax: calculateTaxOperation,
  CancelTax: cancelTaxOperation,
  CommitTax: commitTaxOperation,
  GetCodes: getCodesOperation,
  VerifyAddress: verifyAddressOperation,
};
