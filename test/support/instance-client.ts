import { INSTANCE_MUTATIONS, type InstanceMutation, type InstancePayload } from './instance-operations';
import type { Tenant } from './service-world';
import type { GraphqlAnswer, TestService } from './test-service';

/** A user of an organization at work on its Expensify instances, through the graph. */
export class InstanceClient {
  constructor(
    private readonly service: TestService,
    readonly tenant: Tenant,
  ) {}

  /** Credentials that the sandbox accepts. */
  get partner(): { readonly id: string; readonly secret: string } {
    const { configuration } = this.service.sandbox;
    return { id: configuration['partner.user.id']!, secret: configuration['partner.user.secret']! };
  }

  credentials(): object[] {
    return [
      { key: 'partner.user.id', value: this.partner.id },
      { key: 'partner.user.secret', value: this.partner.secret },
    ];
  }

  /** A form that is right, but for what is given. */
  form(more: object = {}): object {
    return { elementKey: 'expensify', name: 'Acme', configuration: this.credentials(), ...more };
  }

  /** The answer as it came. */
  ask(field: InstanceMutation, input: object): Promise<GraphqlAnswer<Record<string, InstancePayload>>> {
    return this.service.query(this.tenant, INSTANCE_MUTATIONS[field], { input });
  }

  /** The payload of a mutation that ends without a top-level error. */
  async mutate(field: InstanceMutation, input: object): Promise<InstancePayload> {
    const answer = await this.ask(field, input);
    if (answer.errors !== undefined) throw new Error(`${field} failed: ${JSON.stringify(answer.errors)}`);
    return answer.data![field]!;
  }

  async provision(more: object = {}): Promise<{ readonly id: string; readonly token: string }> {
    const { instance, token, errors } = await this.mutate('provisionInstance', this.form(more));
    if (errors.length > 0) throw new Error(`Nothing was provisioned: ${JSON.stringify(errors)}`);
    return { id: instance!.id, token: token! };
  }

  async countInstances(): Promise<number> {
    const { data } = await this.service.query<{ instances: { totalCount: number } }>(
      this.tenant,
      '{ instances { totalCount } }',
    );
    return data!.instances.totalCount;
  }

  narrowedTo(token: string): Pick<Tenant, 'authorization'> {
    return { authorization: `${this.tenant.authorization}, Element ${token}` };
  }

  async isAccepted(token: string): Promise<boolean> {
    const { data } = await this.service.query<{ viewer: object | null }>(this.narrowedTo(token), '{ viewer { id } }');
    return (data?.viewer ?? null) !== null;
  }
}
