import BigNumber from 'bignumber.js';
import JSON5 from 'json5';
import { AspNetError } from './aspnet';

/**
 * The members of an object in a request, read as .NET's JavaScriptSerializer would: names in any case, unknown ones
 * ignored, and a value of the wrong type is an exception of the whole request.
 */
export class RequestReader {
  private readonly members: ReadonlyMap<string, unknown>;

  constructor(object: object) {
    this.members = new Map(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]));
  }

  /** Unquoted names and single quotes are tolerated, as the serializer does, which the vendor's samples rely on. */
  static parse(text: string): RequestReader {
    const document = parseJson(text);
    if (!isObject(document)) throw new AspNetError('System.InvalidOperationException', 'The request is no object.');
    return new RequestReader(document);
  }

  has(name: string): boolean {
    return this.value(name) !== null;
  }

  /** Null when missing, blank or null. */
  text(name: string): string | null {
    const value = this.value(name);
    if (value === null) return null;
    if (typeof value === 'object') throw this.wrongType(name, 'String');
    const text = String(value).trim();
    return text === '' ? null : text;
  }

  boolean(name: string): boolean | null {
    const value = this.value(name);
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
    throw this.wrongType(name, 'Boolean');
  }

  /** A number, or a text of plain digits; thousands separators are refused. */
  decimal(name: string): BigNumber | null {
    const value = this.value(name);
    if (value === null || value === '') return null;
    const isNumeric = typeof value === 'number' || (typeof value === 'string' && /^\s*[-+]?[\d.]+\s*$/.test(value));
    const number = isNumeric ? new BigNumber(String(value).trim()) : null;
    if (number === null || !number.isFinite()) throw this.wrongType(name, 'Decimal');
    return number;
  }

  object(name: string): RequestReader | null {
    const value = this.value(name);
    if (value === null) return null;
    if (!isObject(value)) throw this.wrongType(name, name);
    return new RequestReader(value);
  }

  /** Of a list; with `itemName` also of a list in an object, as XML would wrap it. */
  objects(name: string, itemName?: string): RequestReader[] {
    const value = this.value(name);
    if (value === null) return [];
    if (itemName !== undefined && isObject(value)) return new RequestReader(value).objects(itemName);
    if (!Array.isArray(value)) throw this.wrongType(name, `${name}[]`);
    return value.map((item: unknown) => {
      if (!isObject(item)) throw this.wrongType(name, `${name}[]`);
      return new RequestReader(item);
    });
  }

  private value(name: string): unknown {
    return this.members.get(name.toLowerCase()) ?? null;
  }

  private wrongType(name: string, type: string): AspNetError {
    return new AspNetError('System.InvalidOperationException', `Cannot convert the value of ${name} to type ${type}.`);
  }
}

/** First as JSON: the other parser is slow, and writes remarks to the console about what JSON allows. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parseLenient(text);
  }
}

function parseLenient(text: string): unknown {
  try {
    return JSON5.parse(text);
  } catch {
    throw new AspNetError('System.ArgumentException', 'Invalid JSON primitive.');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
