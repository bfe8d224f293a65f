import { FAITHFUL, type RestCompatibility } from '../rest-compatibility';
import type { RestRoute } from '../rest-route';
import { createInstance, createInstanceOfElement } from './create-instance';
import { dataRoutes } from './data';
import { elementRoutes } from './elements';
import { instanceRoutes } from './instance';
import { instanceConfigurationRoutes } from './instance-configuration';
import { instanceDocsRoutes } from './instance-docs';
import { listInstanceRoutes } from './list-instances';
import { oauthRoutes } from './oauth';
import { openApiRoute } from './openapi';
import { writeRoutes } from './data/write-routes';
import { updateInstanceRoutes } from './update-instance';

/** Every call that is served, in the order of the documentation. */
export function platformRoutes(compatibility: RestCompatibility = FAITHFUL): RestRoute[] {
  const ofRecords = dataRoutes(compatibility);
  const ofInstances = [
    createInstance,
    createInstanceOfElement,
    ...listInstanceRoutes(compatibility),
    ...instanceRoutes,
    ...updateInstanceRoutes,
    ...instanceConfigurationRoutes,
    ...writeRoutes,
  ];
  const documented = [...ofInstances, ...elementRoutes(ofRecords), ...oauthRoutes, ...ofRecords];
  const routes = [...documented, ...instanceDocsRoutes([...ofInstances, ...ofRecords])];
  return [...routes, openApiRoute(routes)];
}
