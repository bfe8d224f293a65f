import { countNewLines, lexExpression } from './expression-lexer';
import { TemplateError } from './template-error';
import type { Segment } from './token';

// What may begin a tag, a comment or an interpolation. `<#` not followed by a letter is plain text.
const START = /<#--|<\/?#[A-Za-z_]|<\/?@|[$#]\{/g;
const DIRECTIVE_NAME = /[A-Za-z_]+/y;

/** Splits a template's source into text, comments, tags and interpolations. */
export function lexTemplate(source: string): Segment[] {
  return new TemplateLexer(source).run();
}

class TemplateLexer {
  private readonly segments: Segment[] = [];
  private position = 0;
  private line = 1;

  constructor(private readonly source: string) {}

  run(): Segment[] {
    while (this.position < this.source.length) {
      START.lastIndex = this.position;
      const start = START.exec(this.source);
      this.readText(start?.index ?? this.source.length);
      if (start !== null) this.readMarkup(start[0]);
    }
    return this.segments;
  }

  private readText(end: number): void {
    if (end === this.position) return;
    const text = this.source.slice(this.position, end);
    const line = this.line;
    this.moveTo(end);
    this.segments.push({ kind: 'text', text, line, endLine: this.line });
  }

  private readMarkup(start: string): void {
    if (start === '<#--') return this.readComment();
    if (start === '${') return this.readInterpolation();
    if (start === '#{') throw new TemplateError('The numeric interpolation #{…} is not supported', this.line);
    if (start.endsWith('@')) throw new TemplateError('User-defined directives (<@…>) are not supported', this.line);
    return start.startsWith('</') ? this.readCloseTag() : this.readOpenTag();
  }

  private readComment(): void {
    const line = this.line;
    const end = this.source.indexOf('-->', this.position);
    if (end < 0) throw new TemplateError('A comment has no closing "-->"', line);
    this.moveTo(end + 3);
    this.segments.push({ kind: 'comment', line, endLine: this.line });
  }

  private readInterpolation(): void {
    const line = this.line;
    const { tokens, end } = lexExpression(this.source, this.position + 2, '}', line);
    this.moveTo(end);
    this.segments.push({ kind: 'interpolation', tokens, line, endLine: this.line });
  }

  private readOpenTag(): void {
    const line = this.line;
    const name = this.nameAt(this.position + 2);
    const { tokens, end } = lexExpression(this.source, this.position + 2 + name.length, '>', line);
    this.moveTo(end);
    this.segments.push({ kind: 'open', name, tokens, line, endLine: this.line });
  }

  private readCloseTag(): void {
    const line = this.line;
    const name = this.nameAt(this.position + 3);
    const end = this.source.indexOf('>', this.position);
    if (end < 0) throw new TemplateError(`</#${name} has no closing ">"`, line);
    this.moveTo(end + 1);
    this.segments.push({ kind: 'close', name, line, endLine: this.line });
  }

  private nameAt(position: number): string {
    DIRECTIVE_NAME.lastIndex = position;
    return DIRECTIVE_NAME.exec(this.source)![0];
  }

  private moveTo(position: number): void {
    this.line += countNewLines(this.source.slice(this.position, position));
    this.position = position;
  }
}
