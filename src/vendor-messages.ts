import type { Logger } from 'pino';
import { createRequestContext } from './request-context';
import type { VendorMessages } from './server/routes/vendor-webhooks';
import type { NoticeReceiver } from './services/vendor-notices/notice-receiver.service';

/** The route's messages, handed to the service. */
export function vendorMessages(receiver: NoticeReceiver, logger: Logger): VendorMessages {
  return {
    maxBytesOf: (vendor) => receiver.find(vendor)?.maxBytes ?? null,
    receive: ({ vendor, headers, body }, { requestId, clientAddress }) => {
      const context = createRequestContext({ logger: logger.child({ requestId, clientAddress }), requestId });
      return receiver.receive(context, vendor, headers, body);
    },
  };
}
