import { createHash } from 'node:crypto';
import type { Sequence } from './entity-definition';
import { isObject, parseJson, toJson, type JsonObject } from './json';

export interface DeletedObject {
  readonly entity: string;
  readonly id: string;
  /** When, in milliseconds since 1970. */
  readonly at: number;
}

/** What a request was answered with whose `requestid` came along. */
export interface RememberedAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A company as it is kept between two starts. Objects are JSON texts, so that amounts keep their digits. */
export interface CompanyState {
  readonly realmId: string;
  readonly sequences: Record<string, string>;
  readonly objects: Record<string, string[]>;
  readonly deleted: DeletedObject[];
  readonly files: Record<string, string>;
  readonly answers: Record<string, RememberedAnswer>;
}

const REMEMBERED_ANSWERS = 1000;

/** The objects of one company, as they are stored: references without names, nothing computed. */
export class CompanyStore {
  /** Goes up with every change: what was computed at another version is out of date. */
  version = 0;
  /** The content of uploaded files, by the id of their Attachable. */
  readonly files = new Map<string, Buffer>();
  private readonly objects = new Map<string, Map<string, JsonObject>>();
  private readonly sequences = new Map<string, bigint>();
  private readonly answers = new Map<string, RememberedAnswer>();
  private deletions: DeletedObject[] = [];

  constructor(readonly realmId: string) {}

  /** Signs the addresses of files; follows from the realm, so that a second start knows them again. */
  get fileKey(): string {
    return createHash('sha256').update(`files of ${this.realmId}`).digest('hex');
  }

  find(entity: string, id: string): JsonObject | undefined {
    return this.objects.get(entity)?.get(id);
  }

  /** In the order in which they were made. */
  all(entity: string): Iterable<JsonObject> {
    return this.objects.get(entity)?.values() ?? [];
  }

  entityNames(): string[] {
    return [...this.objects.keys()];
  }

  put(entity: string, record: JsonObject): void {
    let ofEntity = this.objects.get(entity);
    if (ofEntity === undefined) this.objects.set(entity, (ofEntity = new Map()));
    ofEntity.set(String(record['Id']), record);
    this.version++;
  }

  remove(entity: string, id: string, at: Date): void {
    if (this.objects.get(entity)?.delete(id) !== true) return;
    this.files.delete(id);
    this.deletions.push({ entity, id, at: at.getTime() });
    this.version++;
  }

  deleted(): readonly DeletedObject[] {
    return this.deletions;
  }

  addFile(id: string, content: Buffer): void {
    this.files.set(id, content);
    this.version++;
  }

  /** Long ids exceed 2^53, so they are counted as big integers. */
  nextId(sequence: Sequence): string {
    const next = this.sequences.get(sequence) ?? 1n;
    this.sequences.set(sequence, next + 1n);
    return String(next);
  }

  startSequence(sequence: Sequence, next: string): void {
    this.sequences.set(sequence, BigInt(next));
  }

  answerTo(requestId: string): RememberedAnswer | undefined {
    return this.answers.get(requestId);
  }

  remember(requestId: string, answer: RememberedAnswer): void {
    this.answers.set(requestId, answer);
    const oldest = this.answers.keys().next().value;
    if (this.answers.size > REMEMBERED_ANSWERS && oldest !== undefined) this.answers.delete(oldest);
  }

  toState(): CompanyState {
    const objects = [...this.objects].map(([entity, ofEntity]) => [entity, [...ofEntity.values()].map(toJson)]);
    return {
      realmId: this.realmId,
      sequences: Object.fromEntries([...this.sequences].map(([name, next]) => [name, String(next)])),
      objects: Object.fromEntries(objects) as Record<string, string[]>,
      deleted: [...this.deletions],
      files: Object.fromEntries([...this.files].map(([id, content]) => [id, content.toString('base64')])),
      answers: Object.fromEntries(this.answers),
    };
  }

  static fromState(state: CompanyState): CompanyStore {
    const store = new CompanyStore(state.realmId);
    for (const [entity, texts] of Object.entries(state.objects)) {
      for (const record of texts.map(parseJson).filter(isObject)) store.put(entity, record);
    }
    for (const [name, next] of Object.entries(state.sequences)) store.sequences.set(name, BigInt(next));
    for (const [id, content] of Object.entries(state.files)) store.files.set(id, Buffer.from(content, 'base64'));
    for (const [id, answer] of Object.entries(state.answers)) store.answers.set(id, answer);
    store.deletions = [...state.deleted];
    return store;
  }
}
