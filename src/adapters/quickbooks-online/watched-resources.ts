import type { ElementResource, ResourceOperations, VendorAdapter } from '../adapter';
import { NOTICED_RESOURCES } from './noticed-record';

const REQUIRES = "Webhooks of your app at Intuit, and their verifier token in the instance's settings.";

/** The same resources, where Intuit tells of changes also to be watched. */
export function watched(resources: VendorAdapter['resources']): VendorAdapter['resources'] {
  const entries = Object.entries(resources) as [ElementResource, ResourceOperations][];
  return Object.fromEntries(
    entries.map(([resource, operations]) => [
      resource,
      NOTICED_RESOURCES.includes(resource) ? withWatch(operations) : operations,
    ]),
  );
}

function withWatch({ operations, details = [], ...rest }: ResourceOperations): ResourceOperations {
  return {
    ...rest,
    operations: [...operations, 'WATCH'],
    details: [...details, { operation: 'WATCH', delivery: 'IMMEDIATE', requires: REQUIRES }],
  };
}
