import type { ElementResource, ResourceOperations, VendorAdapter } from '../adapter';
import type { VendorWrites } from '../writes';
import { createExpenses } from './operations/create-expenses';
import { createEmployee, createSupplier } from './operations/create-people';

/** What can be written into the books, when the Web Connector comes for it. */
export const quickbooksEnterpriseWrites: VendorWrites = { createExpenses, createEmployee, createSupplier };

const CREATED: Readonly<Partial<Record<ElementResource, string>>> = {
  EXPENSES:
    'Bills, checks, charges and credits of credit cards, and credits of suppliers: all expenses of a request go to ' +
    'QuickBooks at once, and what is wrong with one keeps none of the others back.',
  EMPLOYEES: 'QuickBooks makes the name out of its parts.',
  SUPPLIERS: 'Names are unique over suppliers, customers and employees.',
};
const ONCE = 'Sent when the Web Connector calls next, and done once, however often it is sent.';

/** Resources with what can be written of them. */
export function withWrites(resources: VendorAdapter['resources']): VendorAdapter['resources'] {
  const entries = Object.entries(resources) as [ElementResource, ResourceOperations][];
  return Object.fromEntries(entries.map(([name, resource]) => [name, creatable(resource, CREATED[name])]));
}

function creatable(resource: ResourceOperations, note: string | undefined): ResourceOperations {
  if (note === undefined) return resource;
  return {
    ...resource,
    operations: [...resource.operations, 'CREATE'],
    details: [...(resource.details ?? []), { operation: 'CREATE', delivery: 'QUEUED', note: `${note} ${ONCE}` }],
  };
}
