import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { decodeRecordId } from '../../record-id';
import type { GraphqlContext } from '../context';
import { Instance } from '../instance/instance.type';
import { JsonObjectScalar } from '../scalars';
import { resourceOf } from './find-record';
import { VendorRecord } from './vendor-record.type';

/** A row of any kind of vendor record. */
interface RecordRow {
  readonly id: string;
  readonly instanceId: string;
}

@Resolver(() => VendorRecord)
export class VendorRecordResolver {
  @FieldResolver(() => Instance, { description: 'The connection it was read through.' })
  instance(@Root() record: RecordRow, @Ctx() { loaders }: GraphqlContext): Promise<InstanceRow | null> {
    return loaders.instances.load(record.instanceId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Which version of the record this is: another after every change at the vendor. Give it as `expectedVersion` to change no other. Null where the vendor has no such thing.',
  })
  async version(@Root() record: RecordRow, @Ctx() { loaders, services }: GraphqlContext): Promise<string | null> {
    const reference = decodeRecordId(record.id);
    const instance = reference && (await loaders.instances.load(reference.instanceId));
    if (reference === null || instance === null) return null;
    const { versionOf } = services.catalog.get(instance.elementKey).resources[resourceOf(reference.kind)] ?? {};
    const fields = versionOf && (await loaders.vendorFields.load(reference));
    return fields ? (versionOf?.(fields) ?? null) : null;
  }

  @FieldResolver(() => JsonObjectScalar, {
    nullable: true,
    description:
      "The record in the vendor's own words, secrets removed. For people and for migrations: " +
      'names may change when the vendor changes them.',
  })
  async vendorFields(
    @Root() record: RecordRow,
    @Arg('only', () => [String], { nullable: true, description: 'Only these of its fields, by name.' })
    only: readonly string[] | null | undefined,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<Readonly<Record<string, unknown>> | null> {
    const reference = decodeRecordId(record.id);
    const fields = reference && (await loaders.vendorFields.load(reference));
    return fields && (only ? pick(fields, only) : fields);
  }
}

function pick(fields: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const present = names.filter((name) => Object.hasOwn(fields, name));
  return Object.fromEntries(present.map((name) => [name, fields[name]]));
}
