import { FAITHFUL, type RestCompatibility } from '../rest-compatibility';
import type { RestRoute } from '../rest-route';
import { createInstance, createInstanceOfElement } from './create-instance';
import { dataRoutes } from './data';
import { elementRoutes } from './elements';
import { instanceRoutes } from './instance';
import { listInstanceRoutes } from './list-instances';
import { openApiRoute } from './openapi';

/** Every call that is served, in the order of the documentation. */
export function platformRoutes(compatibility: RestCompatibility = FAITHFUL): RestRoute[] {
  const ofRecords = dataRoutes(compatibility);
  const routes = [
    createInstance,
    createInstanceOfElement,
    ...listInstanceRoutes(compatibility),
    ...instanceRoutes,
    ...elementRoutes(ofRecords),
    ...ofRecords,
  ];
  return [...routes, openApiRoute(routes)];
}
