const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether Postgres takes it as a `uuid`: one that it refuses would fail the whole statement. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
