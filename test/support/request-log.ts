import pino, { type Logger } from 'pino';

/** What the log says of one answered operation. */
export interface RequestLine {
  readonly operationName: string | null;
  readonly sqlStatements: number;
  readonly vendorCalls: number;
  readonly outcome: string;
}

export interface RequestLog {
  readonly logger: Logger;
  /** In the order of their answers. */
  readonly lines: readonly RequestLine[];
  /** What was answered while `work` ran. */
  during(work: () => Promise<unknown>): Promise<readonly RequestLine[]>;
}

/** A logger that keeps the line that the service writes for each request. */
export function createRequestLog(): RequestLog {
  const lines: RequestLine[] = [];
  const write = (text: string): void => {
    const line = JSON.parse(text) as RequestLine;
    if ('sqlStatements' in line) lines.push(line);
  };
  return {
    logger: pino({ level: 'info' }, { write }),
    lines,
    async during(work) {
      const known = lines.length;
      await work();
      return lines.slice(known);
    },
  };
}
