import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import type { InstanceStatus } from './instance.repository';

/** An instance that is connected to an account at a vendor, and the secret that the vendor signs its messages with. */
export interface VendorAccountRow {
  readonly instanceId: string;
  readonly organizationId: string;
  readonly status: InstanceStatus;
  readonly accountId: string;
  /** Encrypted for its place. */
  readonly encryptedToken: string;
}

/** More instances of the accounts of one message are not looked at. */
const MOST_INSTANCES = 1_000;

/** Whose an account at a vendor is: of whichever organization. */
export class VendorAccountRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** Instances of the element that hold one of the accounts and have a token. */
  async find(
    context: RequestContext,
    elementKey: string,
    { accountKey, tokenKey }: { readonly accountKey: string; readonly tokenKey: string },
    accountIds: readonly string[],
  ): Promise<VendorAccountRow[]> {
    return this.runner.query<VendorAccountRow>(context, {
      name: 'vendor-accounts',
      text: `SELECT i.id AS "instanceId", i.organization_id AS "organizationId", i.status, account.value AS "accountId",
               token.encrypted_value AS "encryptedToken"
             FROM instance_configuration account
             JOIN instance_configuration token ON token.instance_id = account.instance_id AND token.key = $4
               AND token.encrypted_value IS NOT NULL
             JOIN instances i ON i.id = account.instance_id AND i.deleted_at IS NULL AND i.element_key = $1
             WHERE account.key = $2 AND account.value = ANY($3::text[])
               AND account.value IS NOT NULL AND length(account.value) <= 100
             ORDER BY i.id LIMIT ${MOST_INSTANCES}`,
      values: [elementKey, accountKey, accountIds, tokenKey],
    });
  }
}
