import { Foundation1763600000000 } from '../../migrations/1763600000000-foundation';
import { VendorCalls1763600000100 } from '../../migrations/1763600000100-vendor-calls';
import { Records1763600000200 } from '../../migrations/1763600000200-records';

/** Every migration, oldest first. Listed by hand, so that the built service needs no file search at start. */
export const migrations: Function[] = [Foundation1763600000000, VendorCalls1763600000100, Records1763600000200];
