import { ExpressionParser } from './expression-parser';
import type { Assignment, Branch, Parameter, Statement } from './syntax-tree';
import { TemplateError } from './template-error';
import { lexTemplate } from './template-lexer';
import type { OpenTagSegment, Segment } from './token';
import { stripWhiteSpace } from './white-space';

/** Reads a template. Throws a `TemplateError` that names the directive and the line of what it cannot read. */
export function parseTemplate(source: string): Statement[] {
  return new TemplateParser(stripWhiteSpace(lexTemplate(source))).run();
}

const ASSIGNMENT_OPERATORS = ['=', '+=', '-=', '*=', '/=', '%='] as const;

class TemplateParser {
  private position = 0;

  constructor(private readonly segments: readonly Segment[]) {}

  run(): Statement[] {
    const body = this.parseBody();
    const left = this.segments[this.position];
    if (left === undefined) return body;
    const tag = left.kind === 'close' ? `</#${left.name}>` : left.kind === 'open' ? `<#${left.name}>` : 'A piece';
    throw new TemplateError(`${tag} belongs to nothing here`, left.line);
  }

  /** Statements until a tag that is not one: a closing tag, `<#else>`, `<#elseif …>`. */
  private parseBody(): Statement[] {
    const statements: Statement[] = [];
    for (;;) {
      const segment = this.segments[this.position];
      if (segment === undefined || segment.kind === 'close') return statements;
      if (segment.kind === 'open' && (segment.name === 'else' || segment.name === 'elseif')) return statements;
      this.position++;
      const statement = this.parseSegment(segment);
      if (statement !== null) statements.push(statement);
    }
  }

  private parseSegment(segment: Segment): Statement | null {
    if (segment.kind === 'text') return { kind: 'print-text', text: segment.text };
    if (segment.kind === 'interpolation') {
      const parser = new ExpressionParser(segment.tokens, segment.line);
      const expression = parser.parse();
      parser.expectEnd();
      return { kind: 'print', expression };
    }
    return segment.kind === 'open' ? this.parseDirective(segment) : null;
  }

  private parseDirective(tag: OpenTagSegment): Statement {
    const parser = new ExpressionParser(tag.tokens, tag.line);
    switch (tag.name) {
      case 'if':
        return this.parseIf(parser);
      case 'list':
        return this.parseList(parser);
      case 'sep':
        return this.parseSeparator(tag);
      case 'assign':
      case 'global':
        return this.parseAssign(tag, parser, 'namespace');
      case 'local':
        return this.parseAssign(tag, parser, 'local');
      case 'function':
        return this.parseFunction(parser);
      case 'return':
        return { kind: 'return', value: endOf(parser, () => (parser.done ? null : parser.parse())) };
      case 'stop':
        return { kind: 'stop', message: endOf(parser, () => (parser.done ? null : parser.parse())), line: tag.line };
      case 'break':
      case 'continue':
        return { kind: tag.name };
      default:
        throw new TemplateError(`The directive <#${tag.name}> is not supported`, tag.line);
    }
  }

  private parseIf(parser: ExpressionParser): Statement {
    const branches: Branch[] = [{ condition: endOf(parser, () => parser.parse()), body: this.parseBody() }];
    for (let tag = this.takeOpen('elseif'); tag !== null; tag = this.takeOpen('elseif')) {
      const next = new ExpressionParser(tag.tokens, tag.line);
      branches.push({ condition: endOf(next, () => next.parse()), body: this.parseBody() });
    }
    if (this.takeOpen('else') !== null) branches.push({ condition: null, body: this.parseBody() });
    this.expectClose('if');
    return { kind: 'if', branches };
  }

  private parseList(parser: ExpressionParser): Statement {
    const source = parser.parse();
    const names: string[] = [];
    if (parser.takeWord('as')) {
      do names.push(parser.takeName('the name of a loop variable'));
      while (names.length < 2 && parser.takeOperator(','));
    }
    parser.expectEnd();
    if (names.length === 0) throw new TemplateError('<#list> without "as" is not supported', source.line);
    const body = this.parseBody();
    const otherwise = this.takeOpen('else') === null ? [] : this.parseBody();
    this.expectClose('list');
    return { kind: 'list', source, names, body, otherwise };
  }

  /** `<#sep>` reaches to `</#sep>`, or to the end of what it is in. */
  private parseSeparator(tag: OpenTagSegment): Statement {
    const body = this.parseBody();
    const next = this.segments[this.position];
    if (next?.kind === 'close' && next.name === 'sep') this.position++;
    return { kind: 'separator', body, line: tag.line };
  }

  private parseAssign(tag: OpenTagSegment, parser: ExpressionParser, scope: 'namespace' | 'local'): Statement {
    const first = parser.takeName('the name of a variable');
    if (!parser.done) return { kind: 'assign', scope, assignments: parseAssignments(parser, first) };
    const body = this.parseBody();
    this.expectClose(tag.name);
    return { kind: 'capture', scope, name: first, body };
  }

  private parseFunction(parser: ExpressionParser): Statement {
    const name = parser.takeName('the name of a function');
    const bracketed = parser.takeOperator('(');
    const parameters: Parameter[] = [];
    while (!parser.done && !parser.isOperator(')')) parameters.push(parseParameter(parser));
    if (bracketed) parser.takeAnyOperator([')'], '")"');
    parser.expectEnd();
    const body = this.parseBody();
    this.expectClose('function');
    return { kind: 'function', name, parameters, body };
  }

  private takeOpen(name: string): OpenTagSegment | null {
    const segment = this.segments[this.position];
    if (segment?.kind !== 'open' || segment.name !== name) return null;
    this.position++;
    return segment;
  }

  private expectClose(name: string): void {
    const segment = this.segments[this.position];
    if (segment?.kind === 'close' && segment.name === name) {
      this.position++;
      return;
    }
    const line = segment?.line ?? this.segments.at(-1)?.endLine ?? 1;
    const found = segment?.kind === 'close' ? `</#${segment.name}>` : segment === undefined ? 'the end' : '<#else>';
    throw new TemplateError(`Expected </#${name}>, but found ${found}`, line);
  }
}

function parseAssignments(parser: ExpressionParser, first: string): Assignment[] {
  const assignments: Assignment[] = [];
  for (let name = first; ; name = parser.takeName('the name of a variable')) {
    const operator = parser.takeAnyOperator(ASSIGNMENT_OPERATORS, '"="') as Assignment['operator'];
    assignments.push({ name, operator, value: parser.parse() });
    parser.takeOperator(',');
    if (parser.done) return assignments;
  }
}

function parseParameter(parser: ExpressionParser): Parameter {
  const name = parser.takeName('the name of a parameter');
  const fallback = parser.takeOperator('=') ? parser.parse() : null;
  parser.takeOperator(',');
  return { name, fallback };
}

function endOf<T>(parser: ExpressionParser, parse: () => T): T {
  const result = parse();
  parser.expectEnd();
  return result;
}
