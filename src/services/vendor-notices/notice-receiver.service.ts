import type { InboundWebhooks, VendorNotice } from '../../adapters/inbound-webhooks';
import { MalformedNoticeError } from '../../adapters/inbound-webhooks';
import type { Clock } from '../../clock';
import type { JobQueue } from '../../jobs/job-queue';
import type { Database } from '../../persistence/database';
import type { FinancialReportRepository } from '../../persistence/repositories/financial-report.repository';
import type {
  VendorAccountRepository,
  VendorAccountRow,
} from '../../persistence/repositories/vendor-account.repository';
import type { NewVendorNotice, VendorNoticeRepository } from '../../persistence/repositories/vendor-notice.repository';
import type { RequestContext } from '../../request-context';
import type { Encryption } from '../../security/encryption';
import type { CatalogService } from '../catalog.service';
import { mayAskVendor } from '../instance-health.service';
import { GATHER_MS, NOTICE_JOB_PRIORITY, NOTICE_TASK, noticeJobKey } from './notice-task';

/** What became of a message. `UNSIGNED`: no instance that it could be for has a token that it is signed with. */
export type ReceivedMessage =
  | { readonly kind: 'ACCEPTED' }
  | { readonly kind: 'UNSIGNED' }
  | { readonly kind: 'MALFORMED'; readonly message: string };

export type MessageHeaders = Parameters<InboundWebhooks['signatureOf']>[0];

/**
 * Takes messages of vendors. Anybody can send one: it is believed by those instances alone that hold an account that it is
 * about, and whose own token it is signed with, and only as to that account. It is kept, and looked at later.
 */
export class NoticeReceiver {
  constructor(
    private readonly catalog: CatalogService,
    private readonly accounts: VendorAccountRepository,
    private readonly notices: VendorNoticeRepository,
    private readonly reports: FinancialReportRepository,
    private readonly encryption: Encryption,
    private readonly jobs: JobQueue,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** How the element's vendor writes to us; null when it does not. */
  find(elementKey: string): InboundWebhooks | null {
    return this.catalog.find(elementKey)?.inbound ?? null;
  }

  /** The element is one that `find` knows. */
  async receive(
    context: RequestContext,
    elementKey: string,
    headers: MessageHeaders,
    body: Buffer,
  ): Promise<ReceivedMessage> {
    const inbound = this.find(elementKey);
    const signature = inbound?.signatureOf(headers) ?? null;
    if (inbound === null || signature === null) return { kind: 'UNSIGNED' };
    const told = readMessage(inbound, body);
    if (told instanceof MalformedNoticeError) return { kind: 'MALFORMED', message: told.message };
    const accountIds = [...new Set(told.map(({ accountId }) => accountId))];
    const holders = await this.accounts.find(context, elementKey, inbound, accountIds);
    const believing = this.signed(inbound, holders, body, signature);
    if (believing.length === 0) {
      context.logger.warn({ elementKey, holders: holders.length }, 'a message of a vendor was not believed');
      return { kind: 'UNSIGNED' };
    }
    await this.keep(context, told, believing.filter(mayAskVendor));
    return { kind: 'ACCEPTED' };
  }

  /** Those whose token the message is signed with. Many instances of an app have the same one. */
  private signed(
    inbound: InboundWebhooks,
    holders: readonly VendorAccountRow[],
    body: Buffer,
    signature: string,
  ): VendorAccountRow[] {
    const known = new Map<string, boolean>();
    return holders.filter(({ instanceId, encryptedToken }) => {
      const token = this.encryption.decrypt(encryptedToken, { ownerId: instanceId, name: inbound.tokenKey });
      const isSigned = known.get(token) ?? inbound.isSigned(body, signature, token);
      known.set(token, isSigned);
      return isSigned;
    });
  }

  private async keep(
    context: RequestContext,
    told: readonly VendorNotice[],
    instances: readonly VendorAccountRow[],
  ): Promise<void> {
    const notices = instances.flatMap((instance) =>
      told.filter(({ accountId }) => accountId === instance.accountId).map((notice) => toRow(instance, notice)),
    );
    if (notices.length === 0) return;
    const now = this.clock.now();
    await this.database.transaction(async (transaction) => {
      for (const instanceId of await this.notices.insert(context, transaction, notices, now)) {
        await this.reports.outdate(context, transaction, instanceId, now);
        await this.jobs.add(
          NOTICE_TASK,
          { instanceId },
          {
            key: noticeJobKey(instanceId),
            keepsTime: true,
            runAt: new Date(now.getTime() + GATHER_MS),
            priority: NOTICE_JOB_PRIORITY,
            transaction,
          },
        );
      }
    });
  }
}

function readMessage(inbound: InboundWebhooks, body: Buffer): readonly VendorNotice[] | MalformedNoticeError {
  try {
    return inbound.read(body);
  } catch (error) {
    if (error instanceof MalformedNoticeError) return error;
    throw error;
  }
}

function toRow({ instanceId, organizationId }: VendorAccountRow, { eventId, record }: VendorNotice): NewVendorNotice {
  return {
    instanceId,
    organizationId,
    eventId,
    resource: record?.resource ?? null,
    expenseKind: record?.kind ?? null,
    remoteId: record?.remoteId ?? null,
  };
}
