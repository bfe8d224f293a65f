/** Every operation, with what its page says. */
export const OPERATIONS = {
  CalculateTax:
    'Calculates the tax of a document. Final, and filed, when the commit flag is true; an estimate otherwise.',
  CancelTax: 'Takes a document back, so that it is not filed.',
  CommitTax: 'Makes a calculated document final; it may get another key.',
  GetCodes: 'Lists the taxability codes of the account.',
  GetVersion: 'Says which service this is.',
  VerifyAddress: 'Writes an address in its normal form.',
} as const;

export type OperationName = keyof typeof OPERATIONS;

export function isOperation(name: string): name is OperationName {
  return Object.hasOwn(OPERATIONS, name);
}

/** The list that a browser gets at the service's address; `path` is that address's. */
export function operationList(path: string): string {
  const items = Object.entries(OPERATIONS).map(
    ([name, meaning]) => `<li><a href="${path}?op=${name}">${name}</a><br>${meaning}</li>`,
  );
  return `<p>The following operations are supported. Sandbox: illustrative rates, not tax advice.</p><ul>${items.join('')}</ul>`;
}

/** How one operation is called. */
export function operationDescription(path: string, name: OperationName): string {
  return (
    `<p>${OPERATIONS[name]}</p><p>The test form is only available for requests from the server itself.</p>` +
    `<pre>POST ${path}/${name} HTTP/1.1\nContent-Type: application/json; charset=utf-8\n\n` +
    `{"${name}":{"Security":{"Password":"string"}}}</pre>`
  );
}
