import type { CompanyFile, CompanyFileOptions } from '../../src/adapters/quickbooks-enterprise/sandbox/company-file';
import { openCompanyFile } from '../../src/adapters/quickbooks-enterprise/sandbox/qbxml/open-company-file';
import {
  RequestProcessorError,
  type RequestProcessorSession,
} from '../../src/adapters/quickbooks-enterprise/sandbox/request-processor';
import { TestClock } from './clock';

export interface ResponseStatus {
  readonly code: number;
  readonly severity: string;
  readonly message: string;
}

/** A company file of the sandbox with an application at work in it. Its day is 15 August 2026 unless told otherwise. */
export class DesktopCompany {
  private constructor(
    readonly file: CompanyFile,
    readonly clock: TestClock,
    public session: RequestProcessorSession,
  ) {}

  static async open(options: Partial<CompanyFileOptions> = {}, clock = new TestClock()): Promise<DesktopCompany> {
    const file = await openCompanyFile({ clock, ...options });
    return new DesktopCompany(file, clock, file.beginSession('Elements', ''));
  }

  /** The answer to some requests of one message set. */
  ask(requests: string, attributes = 'onError="continueOnError"', version = '13.0'): string {
    return [...this.session.processRequest(documentOf(requests, attributes, version))].join('');
  }

  /** The status of the first, or only, request. */
  statusOf(requests: string, attributes?: string): ResponseStatus {
    return statuses(this.ask(requests, attributes))[0]!;
  }

  /** The HRESULT that a document is refused with; null when it is answered. */
  refusal(requests: string, attributes?: string, version?: string): string | null {
    return hresultOf(() => this.ask(requests, attributes, version));
  }
}

export function documentOf(requests: string, attributes = 'onError="stopOnError"', version = '13.0'): string {
  return `<?xml version="1.0"?><?qbxml version="${version}"?><QBXML><QBXMLMsgsRq ${attributes}>${requests}</QBXMLMsgsRq></QBXML>`;
}

export function hresultOf(call: () => unknown): string | null {
  try {
    call();
    return null;
  } catch (error) {
    if (error instanceof RequestProcessorError) return error.hresult;
    throw error;
  }
}

export function statuses(answer: string): ResponseStatus[] {
  const found = answer.matchAll(/statusCode="(\d+)" statusSeverity="(\w+)" statusMessage="([^"]*)"/g);
  return [...found].map(([, code, severity, message]) => ({
    code: Number(code),
    severity: severity!,
    message: message!.replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  }));
}

/** Text of every element of that name. */
export function texts(answer: string, element: string): string[] {
  return [...answer.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text]) => text!);
}

/** Every whole element of that name, as it is written. */
export function elements(answer: string, element: string): string[] {
  return [...answer.matchAll(new RegExp(`<${element}>.*?</${element}>`, 'gs'))].map(([whole]) => whole);
}

export function attributeOf(answer: string, attribute: string): string | undefined {
  return new RegExp(` ${attribute}="([^"]*)"`).exec(answer)?.[1];
}

/** Rows of a report: their kind, label, subject and the cells after the label. */
export function reportRows(answer: string): ReportRow[] {
  const columns = Number(texts(answer, 'NumColumns')[0]);
  const rows = answer.matchAll(/<(DataRow|SubtotalRow|TotalRow) rowNumber="\d+">(.*?)<\/\1>/gs);
  return [...rows].map(([, kind, content]) => ({
    kind: kind!,
    label: cell(content!, 1),
    subject: attributeOf(/<RowData[^>]*>/.exec(content!)?.[0] ?? '', 'value'),
    cells: Array.from({ length: columns - 1 }, (_, index) => cell(content!, index + 2)),
  }));
}

export interface ReportRow {
  readonly kind: string;
  readonly label: string | undefined;
  readonly subject: string | undefined;
  readonly cells: readonly (string | undefined)[];
}

function cell(row: string, column: number): string | undefined {
  return new RegExp(`colID="${column}" value="([^"]*)"`).exec(row)?.[1];
}
