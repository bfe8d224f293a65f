import { GraphQLError } from 'graphql';

/** Codes of requests whose document may not be run. */
export const TRUSTED_DOCUMENT_CODES = ['TRUSTED_DOCUMENT_NOT_FOUND', 'TRUSTED_DOCUMENT_REQUIRED'] as const;

const ID_CHARACTERS_SHOWN = 100;

export function unknownDocument(id: string): GraphQLError {
  const message =
    `There is no trusted document ${JSON.stringify(id.slice(0, ID_CHARACTERS_SHOWN))} here. Deploy the manifest of the ` +
    "client's build before the client, and keep those of the versions that are still in use.";
  return documentError('TRUSTED_DOCUMENT_NOT_FOUND', message);
}

export function trustedDocumentRequired(): GraphQLError {
  const message =
    'Only trusted documents are run here, and this is none of them, to the letter: name one by `documentId`, ' +
    'or by the hash of a persisted query.';
  return documentError('TRUSTED_DOCUMENT_REQUIRED', message);
}

function documentError(code: (typeof TRUSTED_DOCUMENT_CODES)[number], message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}
