/** The data of one operation over HTTP. Throws for an answer with errors: what is measured must be right. */
export async function queryGraphql<Data>(
  url: string,
  authorization: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown };
  if (errors !== undefined || data === undefined) throw new Error(`An answer with errors: ${JSON.stringify(errors)}`);
  return data;
}
