import { faults } from '../fault';

export interface Token {
  readonly kind: 'word' | 'text' | 'sign' | 'end';
  /** Of a text: what stands between its quotes, escapes undone. */
  readonly value: string;
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

const PATTERN = /\s+|'((?:[^'\\]|\\[\s\S])*)'|[A-Za-z_][\w.]*|-?\d+(?:\.\d+)?|<=|>=|[=<>(),*]/y;

/** Throws a `CompanyFault` with code 4000 where nothing fits. */
export function tokenize(statement: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < statement.length) {
    PATTERN.lastIndex = position;
    const match = PATTERN.exec(statement);
    const { line, column } = place(statement, position);
    if (match === null) throw lexical(statement[position]!, line, column);
    if (match[1] !== undefined) {
      tokens.push({ kind: 'text', value: match[1].replace(/\\([\s\S])/g, '$1'), line, column });
    } else if (match[0].trim() !== '') {
      tokens.push({ kind: /^[\w-]/.test(match[0]) ? 'word' : 'sign', value: match[0], line, column });
    }
    position = PATTERN.lastIndex;
  }
  tokens.push({ kind: 'end', value: '<EOF>', ...place(statement, position) });
  return tokens;
}

function place(statement: string, position: number): { line: number; column: number } {
  const before = statement.slice(0, position).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

function lexical(character: string, line: number, column: number): Error {
  return faults.queryParser(`Lexical error at line ${line}, column ${column}.  Encountered: "${character}"`);
}
