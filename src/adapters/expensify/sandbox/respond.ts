import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { ExpensifyFaults } from './faults';
import type { JobAnswer } from './job';

// What the vendor puts on nearly everything, JSON included.
const PLAIN = 'text/plain;charset=utf-8';

export function errorEnvelope(responseCode: number, responseMessage: string): JobAnswer {
  return { kind: 'envelope', body: { responseMessage, responseCode } };
}

/** Sends an answer, damaged as the faults ask for. */
export async function respond(
  response: ServerResponse,
  answer: JobAnswer,
  faults: ExpensifyFaults,
  status = 200,
): Promise<void> {
  if (answer.kind !== 'file') {
    const text = answer.kind === 'text' ? answer.text : toJson(answer);
    return send(response, status, contentType(answer, faults), damage(Buffer.from(text), faults), faults);
  }
  if (isDamaging(faults)) {
    return send(response, status, PLAIN, damage(await readFile(answer.path), faults), faults);
  }
  const { size } = await stat(answer.path);
  response.writeHead(status, { 'content-type': PLAIN, 'content-length': size });
  await pipeline(createReadStream(answer.path), response);
}

function toJson({ body, lines }: Extract<JobAnswer, { kind: 'envelope' }>): string {
  return JSON.stringify(body, null, lines === true ? 1 : 0);
}

/** A page as gateways make it. */
export function respondWithPage(response: ServerResponse, status: number, title: string): void {
  const page = `<html><head><title>${status} ${title}</title></head><body><h1>${status} ${title}</h1></body></html>\n`;
  response.writeHead(status, { 'content-type': 'text/html;charset=utf-8', 'content-length': page.length });
  response.end(page);
}

function contentType(answer: JobAnswer, faults: ExpensifyFaults): string {
  const forced = faults.word('content-type');
  if (answer.kind !== 'envelope' || forced === 'plain') return PLAIN;
  return forced === 'json' ? 'application/json' : (answer.contentType ?? PLAIN);
}

function isDamaging(faults: ExpensifyFaults): boolean {
  return (['truncate', 'malformed', 'envelope', 'drop-body'] as const).some((fault) => faults.has(fault));
}

function damage(body: Buffer, faults: ExpensifyFaults): Buffer {
  let damaged = body;
  if (faults.has('envelope')) damaged = insertEnvelope(damaged);
  if (faults.has('malformed')) damaged = cutOut(damaged);
  const share = faults.number('truncate');
  return share === undefined ? damaged : damaged.subarray(0, Math.floor((damaged.length * Math.min(share, 100)) / 100));
}

function insertEnvelope(body: Buffer): Buffer {
  const at = body.indexOf('\n', Math.floor(body.length / 2)) + 1 || body.length;
  const envelope = `${JSON.stringify({ responseMessage: 'Internal error', responseCode: 500 })}\n`;
  return Buffer.concat([body.subarray(0, at), Buffer.from(envelope), body.subarray(at)]);
}

/** Loses a piece around the middle, line break included when there is one near. */
function cutOut(body: Buffer): Buffer {
  const middle = Math.floor(body.length / 2);
  const after = Math.min(body.length, middle + Math.max(8, Math.floor(body.length / 10)));
  return Buffer.concat([body.subarray(0, middle), body.subarray(after)]);
}

async function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: Buffer,
  faults: ExpensifyFaults,
): Promise<void> {
  response.writeHead(status, { 'content-type': type, 'content-length': body.length });
  if (!faults.has('drop-body')) {
    response.end(body);
    return;
  }
  await new Promise<void>((resolve) => response.write(body.subarray(0, Math.floor(body.length / 2)), () => resolve()));
  response.destroy();
}
