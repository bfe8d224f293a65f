import type { InstanceConfigurationRepository } from '../../persistence/repositories/instance-configuration.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { Encryption } from '../../security/encryption';
import type { CatalogService } from '../catalog.service';
import { openSettings } from '../instance-settings';

/** Settings in the clear, the element's defaults filled in. */
export class AgentSettings {
  constructor(
    private readonly catalog: CatalogService,
    private readonly configuration: InstanceConfigurationRepository,
    private readonly encryption: Encryption,
  ) {}

  async of(
    context: RequestContext,
    { id, elementKey }: Pick<InstanceRow, 'id' | 'elementKey'>,
  ): Promise<Readonly<Record<string, string>>> {
    const [stored = []] = await this.configuration.findByInstances(context, [id]);
    const defaults = this.catalog.defaults(this.catalog.get(elementKey).catalog);
    return { ...defaults, ...Object.fromEntries(openSettings(this.encryption, id, stored)) };
  }
}
