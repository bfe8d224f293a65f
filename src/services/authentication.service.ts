import { UnauthenticatedError } from '../errors';
import type { CallerRepository } from '../persistence/repositories/caller.repository';
import type { Caller, RequestContext } from '../request-context';
import { parseAuthorizationHeader } from '../security/authorization-header';
import { hashSecret, isSameHash } from '../security/secret';

const EXPECTED =
  'Expected: "Authorization: User <user secret>, Organization <organization secret>[, Element <instance token>]".';

/** Finds out who sent an `Authorization` header; throws `UnauthenticatedError` for one that is not good. */
export class Authentication {
  constructor(
    private readonly callers: Pick<CallerRepository, 'findBySecrets'>,
    private readonly now: () => Date,
  ) {}

  async authenticate(context: RequestContext, header: string): Promise<Caller> {
    const parts = parseAuthorizationHeader(header);
    if (parts?.user === undefined || (parts.organization === undefined && parts.element === undefined)) {
      throw new UnauthenticatedError(`The Authorization header is incomplete or malformed. ${EXPECTED}`);
    }
    const secrets = {
      user: hashSecret(parts.user),
      organization: parts.organization === undefined ? null : hashSecret(parts.organization),
      token: parts.element === undefined ? null : hashSecret(parts.element),
    };
    const found = await this.callers.findBySecrets(context, secrets, this.now());
    // The index found the rows by hash; the comparison is made again here, in constant time, on what was found.
    const good =
      found !== null &&
      isSameHash(found.userSecretHash, secrets.user) &&
      (secrets.organization === null || isSameHash(found.organizationSecretHash, secrets.organization)) &&
      (secrets.token === null || found.instanceId !== null);
    if (!good) {
      throw new UnauthenticatedError(
        `A secret of the Authorization header is wrong, or they do not belong together. ${EXPECTED}`,
      );
    }
    return { organizationId: found.organizationId, userId: found.userId, instanceId: found.instanceId };
  }
}
