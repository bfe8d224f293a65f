import { randomBytes } from 'node:crypto';
import { extname } from 'node:path';
import type { RequestProblems } from '../request-problems';
import type { AttachReceiptRequest } from '../writes';
import { FieldChecks, LONGEST } from './field-checks';

/** What QuickBooks takes in one upload. */
const MOST_BYTES = 100 * 1024 * 1024;
/** By the extension of the file's name, which is what QuickBooks looks at. */
const EXTENSIONS = 'ai csv doc docx eps gif jpeg jpg ods pdf png rtf tif txt xls xlsx xml'.split(' ');
const MEDIA_TYPE = /^[a-z0-9][\w.+-]*\/[a-z0-9][\w.+-]*$/i;

/** The file; adds what QuickBooks would refuse to the problems. */
export function readFile(request: AttachReceiptRequest, problems: RequestProblems): Buffer {
  const { fileName, contentType, content, note } = request;
  const checks = new FieldChecks(problems, []);
  checks.text('fileName', fileName, LONGEST.fileName);
  checks.text('note', note, LONGEST.note);
  const extension = extname(fileName).slice(1).toLowerCase();
  if (!EXTENSIONS.includes(extension)) {
    checks.add(
      'fileName',
      'QuickBooks does not take files of this kind.',
      `A name that ends in .${EXTENSIONS.join(', .')}.`,
    );
  }
  if (/["\r\n]/.test(fileName)) checks.add('fileName', 'It is no name of a file.', 'No quotes and no line breaks.');
  if (!MEDIA_TYPE.test(contentType)) checks.add('contentType', 'This is no media type.', 'Such as `image/jpeg`.');
  const file = Buffer.from(content, 'base64');
  // Decoding passes over what is none. A pattern of groups of four would run out of stack with a file of some megabytes.
  const isBase64 = file.toString('base64') === content;
  if (!isBase64) checks.add('content', 'This is not base64.', 'Base64 with padding, in one line.');
  if (file.length === 0) checks.add('content', 'The file is empty.');
  if (file.length > MOST_BYTES)
    checks.add('content', 'QuickBooks takes no file so large.', `At most ${MOST_BYTES} bytes.`);
  return file;
}

export interface MultipartBody {
  readonly contentType: string;
  readonly body: Buffer;
}

/** The body of an upload: what the file is and belongs to, and the file. */
export function toMultipart(
  { fileName, contentType }: Pick<AttachReceiptRequest, 'fileName' | 'contentType'>,
  metadata: object,
  file: Buffer,
): MultipartBody {
  const boundary = `elements-${randomBytes(16).toString('hex')}`;
  const part = (name: string, file: string, type: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${file}"\r\nContent-Type: ${type}\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(part('file_metadata_01', 'metadata.json', 'application/json')),
    Buffer.from(JSON.stringify(metadata)),
    Buffer.from(`\r\n${part('file_content_01', fileName, contentType)}`),
    file,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}
