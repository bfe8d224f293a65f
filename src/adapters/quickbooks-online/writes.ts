import type { VendorWrites } from '../writes';
import { attachReceipt } from './operations/attach-receipt';
import { createExpenses } from './operations/create-expenses';
import { deleteExpense } from './operations/delete-expense';
import { createEmployee, updateEmployee } from './operations/write-employees';
import { createSupplier, updateSupplier } from './operations/write-suppliers';
import { updateExpense } from './operations/update-expense';

/** What can be changed at QuickBooks. */
export const quickbooksWrites: VendorWrites = {
  createExpenses,
  updateExpense,
  deleteExpense,
  attachReceipt,
  createSupplier,
  updateSupplier,
  createEmployee,
  updateEmployee,
};
