/** A callback with parameters behind those that it has. */
export function callbackAddress(callback: string, parameters: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null);
  const url = new URL(callback);
  const added = new URLSearchParams(given).toString();
  url.search = url.search === '' ? added : `${url.search}&${added}`;
  return url.href;
}
