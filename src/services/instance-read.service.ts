import { validate as isUuid } from 'uuid';
import { BadUserInputError, RecordNotFoundError } from '../errors';
import type { InstanceConfigurationRepository } from '../persistence/repositories/instance-configuration.repository';
import type {
  InstanceListFilter,
  InstancePosition,
  InstanceRepository,
  InstanceRow,
} from '../persistence/repositories/instance.repository';
import type { RequestContext } from '../request-context';
import type { CatalogService } from './catalog.service';
import { isWithinScope, requireCaller } from './caller-scope';
import { describeSettings, type ConfigurationEntry } from './instance-settings';

/** Reads instances of the caller's organization; others are absent. */
export class InstanceReadService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly instances: InstanceRepository,
    private readonly configuration: InstanceConfigurationRepository,
  ) {}

  /** In the order of `ids`. */
  async findByIds(context: RequestContext, ids: readonly string[]): Promise<(InstanceRow | null)[]> {
    const caller = requireCaller(context);
    const visible = [...new Set(ids)].filter((id) => isUuid(id) && isWithinScope(caller, id));
    if (visible.length === 0) return ids.map(() => null);
    const rows = await this.instances.findByIds(context, caller.organizationId, visible);
    const byId = new Map(rows.flatMap((row) => (row === null ? [] : [[row.id, row] as const])));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** By its number; throws `RecordNotFoundError` for another's, a deleted, and an unknown one alike. */
  async getByNumber(context: RequestContext, number: string): Promise<InstanceRow> {
    const caller = requireCaller(context);
    const found = isNumber(number) ? await this.instances.findByNumber(context, caller.organizationId, number) : null;
    if (found === null || !isWithinScope(caller, found.id)) throw new RecordNotFoundError('Instance', number);
    return found;
  }

  /** Ordered by name; one more than `first` when there is a next page. */
  async page(
    context: RequestContext,
    filter: InstanceListFilter,
    first: number,
    after: InstancePosition | null,
  ): Promise<InstanceRow[]> {
    const { organizationId } = requireCaller(context);
    // A cursor that was made up.
    if (after !== null && !isUuid(after.id)) throw new BadUserInputError('This is no position of a list of instances.');
    return this.instances.list(context, organizationId, this.withinScope(context, filter), first, after);
  }

  async count(context: RequestContext, filter: InstanceListFilter): Promise<number> {
    const { organizationId } = requireCaller(context);
    return this.instances.count(context, organizationId, this.withinScope(context, filter));
  }

  async countByElement(
    context: RequestContext,
    filter: InstanceListFilter,
  ): Promise<{ readonly elementKey: string; readonly count: number }[]> {
    const { organizationId } = requireCaller(context);
    return this.instances.countByElement(context, organizationId, this.withinScope(context, filter));
  }

  /** Every visible instance that matches: what a root list of records reads from. */
  async listMatching(context: RequestContext, filter: InstanceListFilter): Promise<InstanceRow[]> {
    const { organizationId } = requireCaller(context);
    return this.instances.listMatching(context, organizationId, this.withinScope(context, filter));
  }

  /** Settings as callers see them, in the order of `instances`: one statement for all. */
  async describeConfiguration(
    context: RequestContext,
    instances: readonly InstanceRow[],
  ): Promise<ConfigurationEntry[][]> {
    const stored = await this.configuration.findByInstances(
      context,
      instances.map((instance) => instance.id),
    );
    return instances.map((instance, index) => {
      const fields = this.catalog.configurationFields(this.catalog.get(instance.elementKey).catalog);
      return describeSettings(fields, stored[index] ?? []);
    });
  }

  private withinScope(context: RequestContext, filter: InstanceListFilter): InstanceListFilter {
    const caller = requireCaller(context);
    const possible = toPossible(filter);
    if (caller.instanceId === null) return possible;
    return { ...possible, ids: isIncluded(possible.ids, caller.instanceId) ? [caller.instanceId] : [] };
  }
}

/** What no instance can have is no condition that Postgres is asked about: it would refuse the text. */
function toPossible(filter: InstanceListFilter): InstanceListFilter {
  const isText = (text: string): boolean => !text.includes('\0');
  return {
    ...filter,
    ids: isText(filter.text ?? '') ? filter.ids?.filter((id) => isUuid(id)) : [],
    text: isText(filter.text ?? '') ? filter.text : undefined,
    elementKeys: filter.elementKeys?.filter(isText),
    tags: filter.tags?.filter(isText),
  };
}

/** One that the database can have given. */
function isNumber(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= 9_223_372_036_854_775_807n;
}

function isIncluded(ids: readonly string[] | undefined, id: string): boolean {
  return ids === undefined || ids.includes(id);
}
