import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import { VENDOR_WRITE_COLUMNS, type NewVendorWrite, type VendorWriteRow } from './vendor-write.repository';

/** A write that an agent is to bring. */
export interface CarriedWrite {
  readonly row: VendorWriteRow;
  readonly encryptedRequest: string;
  /** How often it was given the document that it has now. */
  readonly timesHanded: number;
}

type StoredCarriedWrite = VendorWriteRow & Omit<CarriedWrite, 'row'>;

const OF_CARRIED = `t.encrypted_request AS "encryptedRequest", t.times_handed AS "timesHanded"`;

/** Writes that agents are to bring, until they are settled as all writes are. */
export class CarriedWriteRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** An agent is to bring it; until then nothing was done. */
  async insertQueued(
    context: RequestContext,
    runner: StatementRunner,
    write: NewVendorWrite & { readonly encryptedRequest: string; readonly expiresAt: Date },
  ): Promise<VendorWriteRow> {
    const [row] = await runner.query<VendorWriteRow>(context, {
      text: `INSERT INTO vendor_writes AS t (id, organization_id, instance_id, name, resource, operation, status,
               idempotency_key, request_id, created_at, encrypted_request, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, 'QUEUED', $7, $8, $9, $10, $11) RETURNING ${VENDOR_WRITE_COLUMNS}`,
      values: [
        write.id,
        write.organizationId,
        write.instanceId,
        write.name,
        write.resource,
        write.operation,
        write.idempotencyKey,
        write.requestId,
        write.createdAt,
        write.encryptedRequest,
        write.expiresAt,
      ],
    });
    return row as VendorWriteRow;
  }

  /**
   * What the agent of the instance is to bring next, none of `except`: first what it had been given and has not answered.
   * What it was given as often as `lastFrom` comes last.
   */
  async findCarried(
    context: RequestContext,
    instanceId: string,
    now: Date,
    { except, lastFrom }: { readonly except: readonly string[]; readonly lastFrom: number },
  ): Promise<CarriedWrite | null> {
    const [found] = await this.runner.query<StoredCarriedWrite>(context, {
      name: 'vendor-write-carried',
      text: `SELECT ${VENDOR_WRITE_COLUMNS}, ${OF_CARRIED} FROM vendor_writes t
             WHERE t.instance_id = $1 AND t.encrypted_request IS NOT NULL AND (t.status = 'SENT' OR t.expires_at > $2)
               AND NOT t.id = ANY($3::uuid[])
             ORDER BY t.times_handed >= $4, t.status = 'SENT' DESC, t.created_at, t.id LIMIT 1`,
      values: [instanceId, now, except, lastFrom],
    });
    return found === undefined ? null : toCarried(found);
  }

  /** The latest write under this key that the vendor refused whole; null when there is none, or no key. */
  async findLastRefused(context: RequestContext, instanceId: string, key: string | null): Promise<string | null> {
    if (key === null) return null;
    const [found] = await this.runner.query<{ id: string }>(context, {
      text: `SELECT t.id FROM vendor_writes t
             WHERE t.instance_id = $1 AND t.idempotency_key = $2 AND t.status = 'REJECTED'
             ORDER BY t.created_at DESC, t.id DESC LIMIT 1`,
      values: [instanceId, key],
    });
    return found?.id ?? null;
  }

  /** Null when it has been settled meanwhile. */
  async findCarriedById(context: RequestContext, id: string): Promise<CarriedWrite | null> {
    const [found] = await this.runner.query<StoredCarriedWrite>(context, {
      text: `SELECT ${VENDOR_WRITE_COLUMNS}, ${OF_CARRIED} FROM vendor_writes t
             WHERE t.id = $1 AND t.encrypted_request IS NOT NULL`,
      values: [id],
    });
    return found === undefined ? null : toCarried(found);
  }

  /** The agent gets it: from here on it may have been carried out. False when it has been settled meanwhile. */
  async hand(
    context: RequestContext,
    id: string,
    { encryptedRequest, timesHanded }: Omit<CarriedWrite, 'row'>,
    now: Date,
  ): Promise<boolean> {
    const rows = await this.runner.query(context, {
      text: `UPDATE vendor_writes SET status = 'SENT', sent_at = coalesce(sent_at, $3), encrypted_request = $2,
               times_handed = $4
             WHERE id = $1 AND encrypted_request IS NOT NULL AND status IN ('QUEUED', 'SENT') RETURNING id`,
      values: [id, encryptedRequest, now, timesHanded],
    });
    return rows.length > 0;
  }

  /** How many wait for the agent of each instance, in their order. */
  async countCarried(context: RequestContext, instanceIds: readonly string[], now: Date): Promise<number[]> {
    const rows = await this.runner.query<{ instanceId: string; count: number }>(context, {
      name: 'vendor-writes-count-carried',
      text: `SELECT instance_id AS "instanceId", count(*)::int AS count FROM vendor_writes t
             WHERE t.instance_id = ANY($1::uuid[]) AND t.encrypted_request IS NOT NULL
               AND (t.status = 'SENT' OR t.expires_at > $2) GROUP BY instance_id`,
      values: [instanceIds, now],
    });
    const counts = new Map(rows.map(({ instanceId, count }) => [instanceId, count]));
    return instanceIds.map((id) => counts.get(id) ?? 0);
  }

  /** Requests that another key than `keyId` encrypted: what a rotation has still to do. */
  async listNotEncryptedWith(
    context: RequestContext,
    keyId: string,
    limit: number,
  ): Promise<{ id: string; instanceId: string; encryptedRequest: string }[]> {
    return this.runner.query(context, {
      text: `SELECT id, instance_id AS "instanceId", encrypted_request AS "encryptedRequest" FROM vendor_writes
             WHERE encrypted_request IS NOT NULL AND split_part(encrypted_request, '.', 2) <> $1 ORDER BY id LIMIT $2`,
      values: [keyId, limit],
    });
  }

  /** Replaces a request only while it still reads `before`. */
  async replaceEncrypted(context: RequestContext, id: string, before: string, after: string): Promise<void> {
    await this.runner.query(context, {
      text: 'UPDATE vendor_writes SET encrypted_request = $3 WHERE id = $1 AND encrypted_request = $2',
      values: [id, before, after],
    });
  }
}

function toCarried({ encryptedRequest, timesHanded, ...row }: StoredCarriedWrite): CarriedWrite {
  return { row, encryptedRequest, timesHanded };
}
