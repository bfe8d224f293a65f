import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UnauthenticatedError } from './errors';
import type { RequestContext } from './request-context';
import type { Authentication } from './services/authentication.service';
import type { OrganizationService } from './services/organization.service';

/** What a newcomer needs to try everything on the sandboxes. */
export interface DemoCredentials {
  /** The whole header value. */
  readonly authorization: string;
  readonly userSecret: string;
  readonly organizationSecret: string;
  /** For each element, the configuration that its sandbox accepts. */
  readonly sandbox: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const StoredCredentials = z.object({
  authorization: z.string(),
  userSecret: z.string(),
  organizationSecret: z.string(),
});

export const DEMO_CREDENTIALS_FILE = 'demo-credentials.json';

/**
 * The demo organization of a database that is not for production. Its secrets are kept in a file, since the database
 * has only their hashes; when the two no longer belong together, a new organization is made.
 */
export async function ensureDemoOrganization(
  context: RequestContext,
  options: {
    readonly dataDir: string;
    readonly organizations: OrganizationService;
    readonly authentication: Authentication;
    readonly sandbox: DemoCredentials['sandbox'];
  },
): Promise<{ readonly credentials: DemoCredentials; readonly isNew: boolean }> {
  const file = join(options.dataDir, DEMO_CREDENTIALS_FILE);
  const known = await readKnown(file);
  const isGood = known !== null && (await isAccepted(context, options.authentication, known.authorization));
  const secrets = isGood ? known : await createDemo(context, options.organizations);
  const credentials = { ...secrets, sandbox: options.sandbox };
  await writeWhole(file, credentials);
  return { credentials, isNew: !isGood };
}

async function readKnown(file: string): Promise<z.infer<typeof StoredCredentials> | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return StoredCredentials.parse(JSON.parse(text));
  } catch {
    // Cut or edited: as good as none.
    return null;
  }
}

async function isAccepted(context: RequestContext, authentication: Authentication, header: string): Promise<boolean> {
  try {
    await authentication.authenticate(context, header);
    return true;
  } catch (error) {
    if (error instanceof UnauthenticatedError) return false;
    throw error;
  }
}

async function createDemo(
  context: RequestContext,
  organizations: OrganizationService,
): Promise<z.infer<typeof StoredCredentials>> {
  const organization = await organizations.createOrganization(context, 'Demo');
  const user = await organizations.createUser(context, {
    organizationId: organization.id,
    name: 'Demo user',
    email: 'demo@example.com',
  });
  return {
    authorization: `User ${user.secret}, Organization ${organization.secret}`,
    userSecret: user.secret,
    organizationSecret: organization.secret,
  };
}

/** Never half a file, and readable by its owner only. */
async function writeWhole(file: string, credentials: DemoCredentials): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}
