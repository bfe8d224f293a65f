/**
 * Of a change: the version that the caller read, see `ResourceOperations.versionOf`. When the record has another by now,
 * nothing is changed, and a `VendorStaleRecordError` has it as it is. Null: changed whatever it is now.
 */
export interface VersionCheck {
  readonly expectedVersion: string | null;
}
