import busboy from 'busboy';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Company } from '../company';
import { findEntity } from '../entities';
import { CompanyFault, faults } from '../fault';
import { isObject, parseJson, wholeNumber, type JsonObject } from '../json';
import { faultObject } from '../respond';
import { writeObject } from '../write-object';

const EXTENSIONS = new Set('ai csv doc docx eps gif jpeg jpg ods pdf png rtf tif txt xls xlsx xml'.split(' '));

interface UploadedFile {
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer;
}

interface UploadParts {
  readonly files: Map<string, UploadedFile>;
  /** JSON texts. */
  readonly metadata: Map<string, string>;
}

/** Stores the files of a multipart body; one that is refused is answered with its fault and does not stop the others. */
export async function uploadFiles(company: Company, headers: IncomingHttpHeaders, body: Buffer): Promise<JsonObject> {
  const { files, metadata } = await readParts(headers, body);
  if (files.size === 0) throw faults.business('You must have at least a note string or file attachment');
  const answers = [...files].map(([number, file]) => storeFile(company, file, metadata.get(number)));
  return { AttachableResponse: answers };
}

function storeFile(company: Company, file: UploadedFile, metadata: string | undefined): JsonObject {
  const definition = findEntity('Attachable')!;
  const id = company.store.nextId('attachables');
  try {
    const given: JsonObject = {
      FileName: file.name,
      ContentType: file.contentType,
      ...(metadata === undefined ? {} : readMetadata(metadata)),
    };
    checkExtension(String(given['FileName']));
    company.store.addFile(id, file.content);
    const fields = { Size: wholeNumber(file.content.length) };
    const stored = writeObject(company, definition, given, { reserved: { id, fields }, operation: 'create' });
    return { Attachable: company.present(definition, stored) };
  } catch (error) {
    company.store.files.delete(id);
    if (!(error instanceof CompanyFault)) throw error;
    return { Fault: faultObject(error) };
  }
}

function checkExtension(name: string): void {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (!EXTENSIONS.has(extension)) throw faults.business(`Files of the type "${extension}" cannot be attached: ${name}`);
}

/** The parts `file_metadata_NN` and `file_content_NN`, by their number. */
async function readParts(headers: IncomingHttpHeaders, body: Buffer): Promise<UploadParts> {
  const parts: UploadParts = { files: new Map(), metadata: new Map() };
  const reader = startReader(headers);
  reader.on('file', (name, stream, { filename, mimeType, encoding }) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    // The reader fails with the same error, and that is where it is told.
    stream.on('error', () => undefined);
    stream.on('end', () => {
      const raw = Buffer.concat(chunks);
      const content = encoding.toLowerCase() === 'base64' ? Buffer.from(raw.toString('latin1'), 'base64') : raw;
      if (name.startsWith('file_metadata')) parts.metadata.set(numberOf(name), content.toString('utf8'));
      else parts.files.set(numberOf(name), { name: filename, contentType: mimeType, content });
    });
  });
  reader.on('field', (name, value) => {
    if (name.startsWith('file_metadata')) parts.metadata.set(numberOf(name), value);
  });
  try {
    await pipeline(Readable.from([body]), reader);
  } catch (error) {
    if (error instanceof CompanyFault) throw error;
    throw faults.business(
      `The multipart body cannot be read: ${error instanceof Error ? error.message : 'malformed'}.`,
    );
  }
  return parts;
}

function startReader(headers: IncomingHttpHeaders): busboy.Busboy {
  try {
    return busboy({ headers, defParamCharset: 'utf8' });
  } catch {
    throw faults.business('An upload is multipart/form-data with a boundary.');
  }
}

function readMetadata(text: string): JsonObject {
  try {
    const value = parseJson(text);
    if (isObject(value)) return value;
  } catch {
    // Told below.
  }
  throw faults.invalidProperty('file_metadata: it is not a JSON object');
}

function numberOf(name: string): string {
  return /(\d+)$/.exec(name)?.[1] ?? name;
}
