/** A lexical unit inside a tag or an interpolation. `text` of a string is its value, escapes resolved. */
export interface Token {
  readonly kind: 'name' | 'string' | 'raw-string' | 'number' | 'operator';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

interface SegmentPlace {
  readonly line: number;
  /** Line on which it ends; differs from `line` for a tag that spans several. */
  readonly endLine: number;
}

export interface TextSegment extends SegmentPlace {
  readonly kind: 'text';
  text: string;
}
export interface CommentSegment extends SegmentPlace {
  readonly kind: 'comment';
}
export interface InterpolationSegment extends SegmentPlace {
  readonly kind: 'interpolation';
  readonly tokens: readonly Token[];
}
export interface OpenTagSegment extends SegmentPlace {
  readonly kind: 'open';
  readonly name: string;
  readonly tokens: readonly Token[];
}
export interface CloseTagSegment extends SegmentPlace {
  readonly kind: 'close';
  readonly name: string;
}

/** A piece of a template's source. */
export type Segment = TextSegment | CommentSegment | InterpolationSegment | OpenTagSegment | CloseTagSegment;
