import type { ResourceOperations, VendorConnection } from '../../adapter';
import type { FinancialReportQuestion, FinancialReports, FinancialReportTable } from '../../financial-reports';
import { VendorProtocolError } from '../../vendor-error';
import { lineOf } from '../agent-line';
import { homeCurrencyOf } from '../home-currency';
import { askMessageSet } from '../qbxml/ask-message-set';
import { meaningOf, toVendorError, type QbxmlStatus } from '../qbxml/status';
import { REPORTS, reportOf, toOffer } from './financial-report-catalogue';
import { reportRequest } from './financial-report-request';
import { FinancialReportBuilder } from './financial-report-table';

/** What the catalogue says of reports: they are computed when the Web Connector has come for them. */
export const REPORT_OPERATIONS: ResourceOperations = {
  operations: ['LIST', 'GET'],
  details: [
    { operation: 'LIST', delivery: 'IMMEDIATE', note: '`financialReportKinds` of an instance.' },
    {
      operation: 'GET',
      delivery: 'QUEUED',
      note:
        'QuickBooks computes it when the Web Connector calls the next time. Of a list of transactions, 400,000 cells are ' +
        'kept: `isTruncated` tells.',
    },
  ],
};

/** Reports are computed when they are asked for: each is one request. */
export const financialReports: FinancialReports = {
  offers: REPORTS.map(toOffer),
  async run(connection: VendorConnection, question: FinancialReportQuestion): Promise<FinancialReportTable> {
    const line = lineOf(connection);
    const report = reportOf(question.kind);
    const request = reportRequest(report, question);
    const events = await askMessageSet(line, `report ${question.kind}`, () => ({
      onError: 'continueOnError',
      requests: [request],
    }));
    const builder = new FinancialReportBuilder(report);
    let status: QbxmlStatus | null = null;
    for await (const event of events) {
      if (event.kind === 'OBJECT') builder.take(event.name, event.value);
      if (event.kind === 'ANSWER') ({ status } = event.answer);
    }
    if (status === null) throw new VendorProtocolError('QuickBooks answered without a report.');
    if (meaningOf(status) === 'REFUSED') throw toVendorError(status, `The report ${report.type}`);
    return builder.build(question, homeCurrencyOf(line.facts));
  },
};
