import type { WriteName } from '../../adapters/writes';
import { RecordNotFoundError } from '../../errors';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { decodeRecordId, isRecordId } from '../../record-id';
import type { GraphqlContext } from '../context';
import { InputProblems, type InputPath } from './input-problems';

/**
 * What a write is about: an instance whose element can do it, and the records of it that the input names. What is wrong
 * with the input is collected in `problems`.
 */
export class WriteTarget {
  readonly problems = new InputProblems();

  private constructor(
    readonly context: GraphqlContext,
    readonly instance: InstanceRow,
  ) {}

  /** Throws for an instance that is not the caller's, and for one whose element has no such write. */
  static async open(context: GraphqlContext, instanceId: string, name: WriteName): Promise<WriteTarget> {
    const instance = await context.loaders.instances.load(instanceId);
    if (instance === null) {
      throw new RecordNotFoundError('Instance', instanceId, { path: ['input', 'instanceId'] });
    }
    context.services.vendorWrites.assertSupported(instance, name);
    return new WriteTarget(context, instance);
  }

  /** The vendor's id of a policy, from its id here, the vendor's own, or the address of its page. */
  policy(path: InputPath, given: string): string {
    if (isRecordId(given)) {
      const reference = decodeRecordId(given);
      if (reference?.kind === 'POLICY' && reference.instanceId === this.instance.id) return reference.remoteId;
    } else {
      const { records } = this.context.services;
      const canonical = records.canonicalRemoteId(this.instance.elementKey, 'POLICIES', given);
      if (canonical !== null && canonical !== '') return canonical;
    }
    this.problems.notFound(path, 'Policy', given);
    return '';
  }

  optionalPolicy(path: InputPath, given: string | null | undefined): string | null {
    return given == null ? null : this.policy(path, given);
  }

  /** The vendor's id of a report, from its id here. */
  report(path: InputPath, given: string): string {
    const reference = decodeRecordId(given);
    if (reference?.kind === 'REPORT' && reference.instanceId === this.instance.id) return reference.remoteId;
    this.problems.notFound(path, 'Report', given);
    return '';
  }
}
