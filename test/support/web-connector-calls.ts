/** Bodies of calls as a Web Connector sends them. */

export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Document style. A null value is a parameter that is not sent, an empty one is self-closed. */
export function callBody(method: string, parameters: Readonly<Record<string, string | null>> = {}): string {
  const children = Object.entries(parameters)
    .map(([name, value]) => {
      if (value === null) return '';
      return value === '' ? `<${name} />` : `<${name}>${escapeText(value)}</${name}>`;
    })
    .join('');
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>' +
    `<${method} xmlns="http://developer.intuit.com/">${children}</${method}></soap:Body></soap:Envelope>`
  );
}

/** In pieces of so many bytes each. */
export async function* piecesOf(body: string | Buffer, bytes: (index: number) => number): AsyncGenerator<Buffer> {
  const buffer = Buffer.from(body as string);
  for (let begin = 0, index = 0; begin < buffer.length; index += 1) {
    const end = begin + Math.max(1, bytes(index));
    yield buffer.subarray(begin, end);
    begin = end;
  }
}

export function wholeBody(body: string | Buffer): AsyncGenerator<Buffer> {
  return piecesOf(body, () => Number.MAX_SAFE_INTEGER);
}
