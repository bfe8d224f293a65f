import { RequestProcessorError, type RequestProcessor, type RequestProcessorSession } from '../request-processor';
import { isSameGuid, type Registry } from './registry';
import { parseSetupFile } from './setup-file/parse-setup-file';
import type { SetupFile } from './setup-file/setup-file';
import { checkPages } from './setup-file/support-page';
import { refuseSetupFile, type WebConnectorProblem } from './web-connector-error';

export interface RegistrationOptions {
  readonly quickBooks: RequestProcessor;
  readonly registry: Registry;
  readonly signal?: AbortSignal;
  /** Whatever FileID the company file has is overwritten, as after its removal with Intuit's own tool. */
  readonly replaceFileId?: boolean;
}

/**
 * Adds an application: reads its file, looks at its addresses, and writes its FileID into the open company file unless it
 * is there.
 * @throws {SetupFileError} with everything that is wrong, the rules of the file before those of the company
 */
export async function addApplication(document: string, options: RegistrationOptions): Promise<SetupFile> {
  const file = parseSetupFile(document);
  refuseSetupFile(await checkPages(file, options.signal));
  const { companyFileName, problems } = identifyCompany(file, options);
  refuseSetupFile(problems);
  const { appName, ownerId, fileId } = file;
  await options.registry.add({ appName, ownerId, fileId, companyFileName });
  return file;
}

interface Identification {
  readonly companyFileName: string;
  readonly problems: readonly WebConnectorProblem[];
}

function identifyCompany(file: SetupFile, options: RegistrationOptions): Identification {
  try {
    const session = options.quickBooks.beginSession(file.appName, '');
    try {
      return { companyFileName: session.companyFileName, problems: writeFileId(session, file, options) };
    } finally {
      session.end();
    }
  } catch (error) {
    if (!(error instanceof RequestProcessorError)) throw error;
    return { companyFileName: '', problems: [{ code: 'QBWC1022', text: `${error.hresult} ${error.message}` }] };
  }
}

function writeFileId(
  session: RequestProcessorSession,
  file: SetupFile,
  options: RegistrationOptions,
): WebConnectorProblem[] {
  const { ownerId, fileId } = file;
  const added = options.registry.find(ownerId, fileId);
  if (added !== null && added.companyFileName !== session.companyFileName) {
    return [
      {
        code: 'QBWC1039',
        text: `OwnerID and FileID are those of ${added.companyFileName}: a pair of its own is needed.`,
      },
    ];
  }
  const present = session.readPrivateData(ownerId, 'FileID');
  const foreign = present !== null && !isSameGuid(present, fileId) && options.replaceFileId !== true;
  if (foreign) {
    const text = `The company file has the FileID ${present} under this OwnerID already: it was added with another set-up file.`;
    return [{ code: 'QBWC1039', text }];
  }
  if (present === null || !isSameGuid(present, fileId)) session.writePrivateData(ownerId, 'FileID', fileId);
  return [];
}
