import type { VendorAdapter } from './adapter';
import { expensify } from './expensify';
import { quickbooksEnterprise } from './quickbooks-enterprise';
import { quickbooksOnline } from './quickbooks-online';
import { taxify } from './taxify';

/** Every vendor that we know, in the order of the catalogue. */
export const adapters: readonly VendorAdapter[] = [expensify, quickbooksOnline, quickbooksEnterprise, taxify];
