/**
 * How many brackets `{[(` are open at once where most are, outside of strings and comments: one pass, without recursion.
 * Where the text is not GraphQL, the parser gets no further than its brackets are counted right.
 */
export function deepestNesting(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < source.length; at += 1) {
    switch (source.charAt(at)) {
      case '{':
      case '[':
      case '(':
        depth += 1;
        if (depth > deepest) deepest = depth;
        break;
      case '}':
      case ']':
      case ')':
        depth -= 1;
        break;
      case '#':
        at = endOfLine(source, at);
        break;
      case '"':
        at = source.startsWith('"""', at) ? endOfBlockString(source, at) : endOfString(source, at);
        break;
    }
  }
  return deepest;
}

function endOfLine(source: string, start: number): number {
  let at = start;
  while (at < source.length && !isLineEnd(source[at])) at += 1;
  return at;
}

function endOfString(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length && source[at] !== '"' && !isLineEnd(source[at])) at += source[at] === '\\' ? 2 : 1;
  return at;
}

/** In a block string, `\"""` is the one escape. */
function endOfBlockString(source: string, start: number): number {
  let end = source.indexOf('"""', start + 3);
  while (end !== -1 && source[end - 1] === '\\') end = source.indexOf('"""', end + 3);
  return end === -1 ? source.length : end + 2;
}

function isLineEnd(sign: string | undefined): boolean {
  return sign === '\n' || sign === '\r';
}
