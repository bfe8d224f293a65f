/** What may stand where among the children of an element. */
export type ContentModel = ElementParticle | GroupParticle;

interface Occurrence {
  readonly min: number;
  readonly max: number;
}

export interface ElementParticle extends Occurrence {
  readonly type: 'element';
  readonly name: string;
  /** Name of a lexical type, an enumeration or another model. */
  readonly valueType: string;
  /** First version of qbXML that has it. */
  readonly since: number;
}

export interface GroupParticle extends Occurrence {
  readonly type: 'sequence' | 'choice';
  readonly particles: readonly ContentModel[];
}

const TOKEN = /[A-Za-z]\w*(?::\w+)?(?:@\d+)?|[(),|?*+]/g;
const ONCE: Occurrence = { min: 1, max: 1 };
const OCCURRENCES: Readonly<Record<string, Occurrence>> = {
  '?': { min: 0, max: 1 },
  '*': { min: 0, max: Infinity },
  '+': { min: 1, max: Infinity },
};

/**
 * Reads a model written as in a DTD, with the type of an element's value after a colon (otherwise its own name) and the
 * first version after an at sign: `VendorRef:REF41, (TxnID:ID+ | Max:INT?), Job:STR41@12?`.
 */
export function parseContentModel(notation: string): ContentModel {
  return new NotationReader(notation.match(TOKEN) ?? []).readGroup();
}

class NotationReader {
  private position = 0;

  constructor(private readonly tokens: readonly string[]) {}

  /** Up to a closing bracket or the end. */
  readGroup(): ContentModel {
    const particles: ContentModel[] = [];
    let type: GroupParticle['type'] = 'sequence';
    for (;;) {
      const token = this.tokens[this.position];
      if (token === undefined || token === ')') return { type, particles, ...ONCE };
      if (token === '|') type = 'choice';
      if (token === '|' || token === ',') this.position++;
      else particles.push(this.readParticle());
    }
  }

  private readParticle(): ContentModel {
    const token = this.tokens[this.position++]!;
    if (token !== '(') return { ...readElement(token), ...this.readOccurrence() };
    const group = this.readGroup();
    this.position++;
    return { ...group, ...this.readOccurrence() };
  }

  private readOccurrence(): Occurrence {
    const occurrence = OCCURRENCES[this.tokens[this.position] ?? ''];
    if (occurrence !== undefined) this.position++;
    return occurrence ?? ONCE;
  }
}

function readElement(token: string): Omit<ElementParticle, keyof Occurrence> {
  const [, name, valueType, since] = /^(\w+)(?::(\w+))?(?:@(\d+))?$/.exec(token)!;
  return { type: 'element', name: name!, valueType: valueType ?? name!, since: Number(since ?? 0) };
}

/** Whether the names are, in their order, what the model asks for, in documents of that version. */
export function matchesModel(model: ContentModel, names: readonly string[], version: number): boolean {
  return match(model, names, 0, version) === names.length;
}

/**
 * Where the next name after the match stands; null when there is none. Greedy: in the models of qbXML the next name
 * always decides which way to go.
 */
function match(particle: ContentModel, names: readonly string[], from: number, version: number): number | null {
  let position = from;
  for (let count = 0; count < particle.max; count++) {
    const next = matchOnce(particle, names, position, version);
    if (next === null) return count < particle.min ? null : position;
    if (next === position) break;
    position = next;
  }
  return position;
}

function matchOnce(particle: ContentModel, names: readonly string[], from: number, version: number): number | null {
  if (particle.type === 'element') {
    return names[from] === particle.name && particle.since <= version ? from + 1 : null;
  }
  if (particle.type === 'choice') return matchChoice(particle, names, from, version);
  let position = from;
  for (const child of particle.particles) {
    const next = match(child, names, position, version);
    if (next === null) return null;
    position = next;
  }
  return position;
}

function matchChoice(group: GroupParticle, names: readonly string[], from: number, version: number): number | null {
  const ends = group.particles.map((particle) => match(particle, names, from, version));
  return ends.find((end) => end !== null && end > from) ?? ends.find((end) => end !== null) ?? null;
}

/** Every element that can stand in the model, in its order. */
export function elementsOf(model: ContentModel): ElementParticle[] {
  return model.type === 'element' ? [model] : model.particles.flatMap(elementsOf);
}
