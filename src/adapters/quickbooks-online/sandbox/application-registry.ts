import { createHash, timingSafeEqual } from 'node:crypto';
import type { Application } from './data/applications';
import type { SandboxState } from './sandbox-state';

/** The key pairs that the sandbox knows. */
export class ApplicationRegistry {
  constructor(
    readonly all: readonly Application[],
    private readonly state: SandboxState,
  ) {}

  find(clientId: string | null | undefined): Application | undefined {
    return this.all.find((application) => application.clientId === clientId);
  }

  /** Undefined when the id is unknown or the secret is not its own. */
  authenticate(clientId: string, clientSecret: string): Application | undefined {
    const application = this.find(clientId);
    return application !== undefined && sameText(application.clientSecret, clientSecret) ? application : undefined;
  }

  redirectUris({ clientId, redirectUris }: Application): readonly string[] {
    return [...redirectUris, ...(this.state.redirectUris[clientId] ?? [])];
  }

  /** Throws an Error that says which of the vendor's rules for redirect addresses it breaks. */
  registerRedirectUri(application: Application, uri: string): void {
    const problem = redirectUriProblem(application, uri);
    if (problem !== null) throw new Error(`The redirect URI ${uri} ${problem}.`);
    if (this.redirectUris(application).includes(uri)) return;
    this.state.redirectUris[application.clientId] = [...(this.state.redirectUris[application.clientId] ?? []), uri];
  }
}

function redirectUriProblem({ reaches }: Application, uri: string): string | null {
  if (!URL.canParse(uri)) return 'is not an address';
  const { protocol, hostname, search, hash } = new URL(uri);
  if (search !== '' || hash !== '') return 'has a query or a fragment; use state instead';
  if (protocol === 'https:' && isHostName(hostname)) return null;
  if (reaches === 'live') return 'is for production keys: it has to be https with a host name, and not localhost';
  return ['http:', 'https:'].includes(protocol) ? null : 'is neither https nor http';
}

function isHostName(hostname: string): boolean {
  return hostname !== 'localhost' && !hostname.startsWith('[') && !/^[\d.]+$/.test(hostname);
}

/** In a time that does not tell where they differ. */
export function sameText(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
