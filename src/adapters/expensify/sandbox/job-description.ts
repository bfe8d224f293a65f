import json5 from 'json5';
import { JobError } from './job-error';

export type JsonObject = Readonly<Record<string, unknown>>;

/** `requestJobDescription`, and typed access to what is in it. Keys that nobody asks for are ignored, as there. */
export class JobDescription {
  readonly inputSettings: JsonSection;

  private constructor(private readonly root: JsonObject) {
    this.inputSettings = new JsonSection(asObject(root['inputSettings']) ?? {});
  }

  /**
   * Null when the text is no JSON object. As lenient as the vendor's parser is seen to be: single quotes, keys without
   * quotes, commas too many.
   */
  static parse(text: string | undefined): JobDescription | null {
    if (text === undefined) return null;
    try {
      const root = asObject(json5.parse<unknown>(text));
      return root === null ? null : new JobDescription(root);
    } catch {
      return null;
    }
  }

  get type(): string | null {
    return asText(this.root['type']);
  }

  get inputType(): string | null {
    return this.inputSettings.optionalText('type');
  }

  get top(): JsonSection {
    return new JsonSection(this.root);
  }

  section(name: string): JsonSection | null {
    const found = asObject(this.root[name]);
    return found === null ? null : new JsonSection(found);
  }
}

/** An object of the job description. */
export class JsonSection {
  constructor(private readonly values: JsonObject) {}

  raw(name: string): unknown {
    return this.values[name];
  }

  has(name: string): boolean {
    return Object.hasOwn(this.values, name) && this.values[name] !== null;
  }

  section(name: string): JsonSection | null {
    const found = asObject(this.values[name]);
    return found === null ? null : new JsonSection(found);
  }

  /** A text, or a number as text; null when absent or anything else. */
  optionalText(name: string): string | null {
    const value = this.values[name];
    return typeof value === 'number' ? String(value) : asText(value);
  }

  requiredText(name: string): string {
    const value = this.optionalText(name);
    if (value === null || value === '') throw new JobError(410, `Required parameter '${name}' is missing`);
    return value;
  }

  /** True or false; null when absent. Throws for anything else. */
  optionalBoolean(name: string): boolean | null {
    if (!this.has(name)) return null;
    const value = this.values[name];
    if (typeof value !== 'boolean') throw new JobError(410, `Argument '${name}' is missing or malformed`);
    return value;
  }

  /** A whole number; null when absent. Throws for anything else. */
  optionalInteger(name: string): number | null {
    if (!this.has(name)) return null;
    const value = this.values[name];
    if (!Number.isSafeInteger(value)) throw new JobError(410, `Argument '${name}' is missing or malformed`);
    return value as number;
  }

  /** A strict `yyyy-MM-dd`; null when absent or empty. */
  optionalDate(name: string): string | null {
    if (!this.has(name) || this.values[name] === '') return null;
    const value = this.optionalText(name) ?? '';
    const real = /^\d{4}-\d\d-\d\d$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value);
    if (!real) throw new JobError(410, `Malformed date '${value}'. Expected format is yyyy-MM-dd`);
    return value;
  }

  /** A comma-separated text as a list; null when absent or empty. */
  optionalList(name: string): string[] | null {
    if (!this.has(name)) return null;
    const value = this.optionalText(name);
    if (value === null) throw new JobError(410, `Argument '${name}' is missing or malformed`);
    const items = value.split(',').map((item) => item.trim()).filter(Boolean); // prettier-ignore
    return items.length === 0 ? null : items;
  }

  /** An array of texts; null when absent or anything else. */
  optionalTexts(name: string): string[] | null {
    const value = this.values[name];
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
  }

  /** An array of objects; throws when it is there and is something else. */
  objects(name: string): JsonSection[] {
    if (!this.has(name)) return [];
    const value = this.values[name];
    const items = Array.isArray(value) ? value.map(asObject) : [null];
    if (items.some((item) => item === null)) throw new JobError(410, `'${name}' object malformed`);
    return items.map((item) => new JsonSection(item!));
  }
}

export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
