import type { VendorConnection } from '../../adapters/adapter';
import type { Settings, VendorGrant, VendorOAuth } from '../../adapters/oauth/vendor-oauth';
import { VendorAuthenticationError, VendorUnavailableError } from '../../adapters/vendor-error';
import type { Clock } from '../../clock';

/** So long before its end an access token is not begun to be used: a request may be a while on its way. */
const RENEWED_AHEAD_MS = 2 * 60_000;
const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 150;

/** The settings of one instance, as they are stored. */
export interface GrantStore {
  read(): Promise<Settings>;
  /**
   * Keeps a renewed grant, provided that `renewedFrom` is still the one that is stored: someone may have connected
   * anew meanwhile, and that grant is another.
   */
  replace(renewedFrom: Settings, renewed: Settings): Promise<void>;
  /** Nothing but new consent helps: tells the instance's owner why. */
  lost(refused: Settings, error: VendorAuthenticationError): Promise<void>;
  /** Runs the work as the only one among all processes; null while another is at it. */
  exclusively<T>(work: () => Promise<T>): Promise<{ readonly result: T } | null>;
}

/** The grant of one instance during one piece of work. */
export class InstanceGrant implements VendorGrant {
  constructor(
    private readonly oauth: VendorOAuth,
    private readonly store: GrantStore,
    private readonly connect: (settings: Settings) => VendorConnection,
    private readonly clock: Clock,
    private latest: Settings,
    private readonly signal?: AbortSignal,
  ) {}

  /** The settings as they were last seen, good or not. */
  get settings(): Settings {
    return this.latest;
  }

  async current(): Promise<Settings> {
    return this.isUsable(this.latest) ? this.latest : this.renewed(this.latest);
  }

  async renewed(refused: Settings): Promise<Settings> {
    const deadline = this.clock.now().getTime() + PATIENCE_MS;
    for (;;) {
      const stored = await this.store.read();
      if (this.isOther(stored, refused)) return this.use(stored);
      const renewed = await this.store.exclusively(() => this.renew(refused));
      if (renewed !== null) return this.use(renewed.result);
      if (this.clock.now().getTime() >= deadline) throw stillRenewing();
      await this.clock.sleep(LOOK_AGAIN_MS, this.signal);
    }
  }

  /** Read again first: whoever held the right before us has renewed, as a rule. */
  private async renew(refused: Settings): Promise<Settings> {
    const stored = await this.store.read();
    if (this.isOther(stored, refused)) return stored;
    try {
      const tokens = await this.oauth.renew(this.connect(stored));
      const renewed = { ...stored, ...tokens };
      // Stored before anybody uses it: what was there before may be worth nothing from now on.
      await this.store.replace(stored, renewed);
      return renewed;
    } catch (error) {
      if (!(error instanceof VendorAuthenticationError)) throw error;
      const latest = await this.store.read();
      if (this.isOther(latest, stored)) return latest;
      await this.store.lost(stored, error);
      throw error;
    }
  }

  /** One that cannot be renewed is used until the vendor refuses it. */
  private isUsable(settings: Settings): boolean {
    const { accessExpiresAt, isRenewable, renewableFrom, renewedAt } = this.oauth.describe(settings);
    const now = this.clock.now().getTime();
    if (accessExpiresAt === null || !isRenewable || (renewableFrom?.getTime() ?? 0) > now) return true;
    const end = accessExpiresAt.getTime();
    // One that is short-lived would else be renewed for every request.
    const ahead = renewedAt === null ? RENEWED_AHEAD_MS : Math.min(RENEWED_AHEAD_MS, (end - renewedAt.getTime()) / 2);
    return end - now > ahead;
  }

  private isOther(settings: Settings, than: Settings): boolean {
    return settings[this.oauth.accessTokenKey] !== than[this.oauth.accessTokenKey];
  }

  private use(settings: Settings): Settings {
    this.latest = settings;
    return settings;
  }
}

function stillRenewing(): VendorUnavailableError {
  return new VendorUnavailableError('The grant of this instance is still being renewed. Try again.', {
    outcome: 'NOT_SENT',
  });
}
