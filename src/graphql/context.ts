import type { RequestContext } from '../request-context';
import { FreshLoaders } from './loaders/fresh-loaders';
import { createLoaders, type Loaders } from './loaders/loaders';
import type { Services } from './services';

/** What every resolver gets. */
export interface GraphqlContext {
  readonly request: RequestContext;
  /** Of this request alone: what they have read is not read again. */
  readonly loaders: Loaders;
  /** The same for records that the client may ask to be fresh. */
  readonly freshLoaders: FreshLoaders;
  readonly services: Services;
  /** Lets go of all that the loaders have read: whatever is asked for after that is read again. */
  forgetReads(): void;
}

export function createGraphqlContext(request: RequestContext, services: Services): GraphqlContext {
  return new ReadingContext(request, services);
}

/** Apollo copies it a request, property by property: what it has beside those is in the prototype. */
class ReadingContext implements GraphqlContext {
  private made: Loaders | null = null;
  private fresh: FreshLoaders | null = null;

  constructor(
    readonly request: RequestContext,
    readonly services: Services,
  ) {}

  get loaders(): Loaders {
    this.made ??= createLoaders(this.request, this.services);
    return this.made;
  }

  get freshLoaders(): FreshLoaders {
    this.fresh ??= new FreshLoaders(this.request, this.services);
    return this.fresh;
  }

  forgetReads(): void {
    this.made = null;
    this.fresh = null;
  }
}
