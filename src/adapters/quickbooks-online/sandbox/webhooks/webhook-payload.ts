import { createHmac } from 'node:crypto';
import type { ChangeOperation } from '../company-api';
import type { PendingEvent, WebhookSubscription } from '../sandbox-state';

export interface WebhookMessage {
  readonly body: string;
  readonly contentType: string;
}

/** What webhooks tell of. Not among them: Attachable, CompanyInfo, ReimburseCharge. */
export const WEBHOOK_ENTITIES: readonly string[] = [
  ...['Account', 'Bill', 'BillPayment', 'Budget', 'Class', 'CreditMemo', 'Currency', 'Customer', 'Department'],
  ...['Deposit', 'Employee', 'Estimate', 'Invoice', 'Item', 'JournalCode', 'JournalEntry', 'Payment'],
  ...['PaymentMethod', 'Preferences', 'Purchase', 'PurchaseOrder', 'RefundReceipt', 'SalesReceipt', 'TaxAgency'],
  ...['Term', 'TimeActivity', 'Transfer', 'Vendor', 'VendorCredit'],
];

const VERBS: Readonly<Record<ChangeOperation, string>> = {
  Create: 'created',
  Update: 'updated',
  Delete: 'deleted',
  Merge: 'merged',
  Void: 'voided',
  Emailed: 'emailed',
};

export function webhookMessage(
  events: readonly PendingEvent[],
  format: WebhookSubscription['format'],
  clientId: string,
): WebhookMessage {
  return format === 'legacy'
    ? { body: JSON.stringify(legacyPayload(events)), contentType: 'application/json' }
    : { body: JSON.stringify(cloudEvents(events, clientId)), contentType: 'application/cloudevents+json' };
}

/** Value of the header `intuit-signature`. */
export function webhookSignature(body: string, verifierToken: string): string {
  return createHmac('sha256', verifierToken).update(body).digest('base64');
}

function legacyPayload(events: readonly PendingEvent[]): object {
  const realmIds = [...new Set(events.map(({ realmId }) => realmId))];
  return {
    eventNotifications: realmIds.map((realmId) => ({
      realmId,
      dataChangeEvent: { entities: events.filter((event) => event.realmId === realmId).map(legacyEntity) },
    })),
  };
}

function legacyEntity({ entity, entityId, operation, at, deletedId }: PendingEvent): object {
  const lastUpdated = new Date(at).toISOString();
  return { name: entity, id: entityId, operation, lastUpdated, ...(deletedId === null ? {} : { deletedId }) };
}

function cloudEvents(events: readonly PendingEvent[], clientId: string): readonly object[] {
  const source = `intuit.${Buffer.from(clientId).toString('base64')}`;
  return events.map(({ id, realmId, entity, entityId, operation, at }) => ({
    specversion: '1.0',
    id,
    source,
    type: `qbo.${entity.toLowerCase()}.${VERBS[operation]}.v1`,
    datacontenttype: 'application/json',
    time: new Date(at).toISOString(),
    intuitentityid: entityId,
    intuitaccountid: realmId,
    data: {},
  }));
}
