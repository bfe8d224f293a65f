import { eitherSpelling, type Operation } from '../operation';
import { fieldRequired } from '../refusal';

const BASIC = { type: 'BasicResponse', fields: {}, extendedProperties: null } as const;

export const commitTaxOperation: Operation = {
  refused: BASIC,
  run({ request, faults, documents, rules, now }) {
    const key = request.text('DocumentKey');
    if (key === null) throw fieldRequired('DocumentKey');
    const given = eitherSpelling(faults, request.text('CommitedDocumentKey'), request.text('CommittedDocumentKey'));
    documents.commit(key, given ?? key, rules, now.toISOString());
    return BASIC;
  },
};
