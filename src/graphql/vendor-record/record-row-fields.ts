/** What the fields that every vendor record has read of its row, beside what names the record. */
export const READ_OF_ANY_RECORD = { id: [], remoteId: [], instance: [], version: [], vendorFields: [] } as const;
