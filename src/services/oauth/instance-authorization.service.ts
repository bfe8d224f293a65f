import type { GrantDescription, OAuthKind } from '../../adapters/oauth/vendor-oauth';
import type { InstanceConfigurationRepository } from '../../persistence/repositories/instance-configuration.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { CatalogService } from '../catalog.service';
import { describeSettings } from '../instance-settings';

export interface InstanceAuthorization extends GrantDescription {
  readonly kind: OAuthKind;
}

/** What is known of the grants of instances. No secret is opened for it. */
export class InstanceAuthorizationService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly configuration: InstanceConfigurationRepository,
  ) {}

  /** In the order of `instances`, of which the caller may see all; null where the element has no consent page. */
  async describe(
    context: RequestContext,
    instances: readonly InstanceRow[],
  ): Promise<(InstanceAuthorization | null)[]> {
    const withPage = instances.filter(({ elementKey }) => this.catalog.get(elementKey).oauth !== undefined);
    if (withPage.length === 0) return instances.map(() => null);
    const stored = await this.configuration.findByInstances(
      context,
      withPage.map(({ id }) => id),
    );
    const described = new Map(
      withPage.map((instance, index) => {
        const { catalog, oauth } = this.catalog.get(instance.elementKey);
        const entries = describeSettings(this.catalog.configurationFields(catalog), stored[index]!);
        const settings = Object.fromEntries(
          entries.flatMap(({ key, value }) => (value === null ? [] : [[key, value] as const])),
        );
        return [instance.id, { kind: oauth!.kindOf(settings), ...oauth!.describe(settings) }] as const;
      }),
    );
    return instances.map(({ id }) => described.get(id) ?? null);
  }
}
