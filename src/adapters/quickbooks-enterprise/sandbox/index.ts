import { openCompanyFile } from './qbxml/open-company-file';
import { createWebConnectorAgent } from './web-connector';

export type { CompanyFile, CompanyFileOptions, CompanyFileSettings, Desk, DeskValue } from './company-file';
export { RequestProcessorError } from './request-processor';
export type { AnnouncedVersion, RequestProcessor, RequestProcessorSession } from './request-processor';
export * from './web-connector';
export { openCompanyFile };

/**
 * A computer of a customer: QuickBooks with a company file open, and the Web Connector beside it, which calls the service.
 * It knows the vendor's contract, and nothing of the adapter.
 */
export const webConnectorAgent = createWebConnectorAgent(openCompanyFile);
