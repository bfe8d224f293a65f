import type { StateFile } from '../../../sandbox/state-file';

/** An application that was added to the program. */
export interface RegisteredApplication {
  readonly appName: string;
  readonly ownerId: string;
  readonly fileId: string;
  /** Path of the company file that it was added with. */
  readonly companyFileName: string;
}

/** What the program remembers on a computer, whichever company file is open. */
export class Registry {
  private constructor(
    private applications: RegisteredApplication[],
    private readonly file: StateFile | null,
  ) {}

  static inMemory(): Registry {
    return new Registry([], null);
  }

  static async open(file: StateFile): Promise<Registry> {
    const kept = await file.read();
    return new Registry(Array.isArray(kept) ? (kept as RegisteredApplication[]) : [], file);
  }

  /** The application that this pair was added for; null when it is free. GUIDs are compared in any case. */
  find(ownerId: string, fileId: string): RegisteredApplication | null {
    return this.applications.find((one) => isSamePair(one, { ownerId, fileId })) ?? null;
  }

  async add(application: RegisteredApplication): Promise<void> {
    this.applications = [...this.applications.filter((one) => !isSamePair(one, application)), application];
    await this.file?.write(this.applications);
  }
}

type Pair = Pick<RegisteredApplication, 'ownerId' | 'fileId'>;

function isSamePair(one: Pair, other: Pair): boolean {
  return isSameGuid(one.ownerId, other.ownerId) && isSameGuid(one.fileId, other.fileId);
}

export function isSameGuid(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
