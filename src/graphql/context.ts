import type { RequestContext } from '../request-context';
import { createLoaders, type Loaders } from './loaders/loaders';
import type { Services } from './services';

/** What every resolver gets. */
export interface GraphqlContext {
  readonly request: RequestContext;
  /** Of this request alone: what they have read is not read again. */
  readonly loaders: Loaders;
  readonly services: Services;
}

export function createGraphqlContext(request: RequestContext, services: Services): GraphqlContext {
  return { request, services, loaders: createLoaders(request, services) };
}
