import type { CardReconciliationRequest, ExportTemplate } from '../../adapters/exports';
import type { Encryption } from '../../security/encryption';
import type { ReportOrder } from './export-input';

/** What was ordered, as it is kept until it is done: with the caller's template, recipients and passwords. */
export type ExportOrder =
  | ({ readonly kind: 'REPORTS' } & ReportOrder)
  | { readonly kind: 'CARDS'; readonly request: CardReconciliationRequest };

const NAME = 'report-export-request';

export function sealOrder(encryption: Encryption, exportId: string, order: ExportOrder): string {
  return encryption.encrypt(JSON.stringify(order), placeOf(exportId));
}

export function openOrder(encryption: Encryption, exportId: string, sealed: string): ExportOrder {
  return JSON.parse(encryption.decrypt(sealed, placeOf(exportId))) as ExportOrder;
}

/** For a rotation of keys. */
export function placeOf(exportId: string): { readonly ownerId: string; readonly name: string } {
  return { ownerId: exportId, name: NAME };
}

export function templateOf({ request }: ExportOrder): ExportTemplate | null {
  return request.template;
}

/** Whether the order may be sent once only. */
export function isOnceOnly(order: ExportOrder): boolean {
  return order.request.actions.length > 0 && !(order.kind === 'REPORTS' && order.request.isTest);
}

/** What must not show in anything that a vendor's answer is quoted in. */
export function secretsOf({ request }: ExportOrder): string[] {
  return request.actions.flatMap((action) => (action.kind === 'SFTP_UPLOAD' ? [action.password] : []));
}
