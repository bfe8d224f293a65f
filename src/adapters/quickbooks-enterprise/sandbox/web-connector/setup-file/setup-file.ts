/** How requests are written: the .NET way, the way of Axis, or remote procedure calls. */
export const SOAP_STYLES = ['Document', 'DocWrapped', 'RPC'] as const;
export type SoapStyle = (typeof SOAP_STYLES)[number];

export const PERSONAL_DATA_PREFERENCES = ['pdpNotNeeded', 'pdpOptional', 'pdpRequired'] as const;
export const UNATTENDED_MODE_PREFERENCES = ['umpRequired', 'umpOptional'] as const;

/** What a `.qwc` file says, once it is known to be right. */
export interface SetupFile {
  readonly appName: string;
  readonly appId: string;
  /** Where the service answers. */
  readonly appUrl: URL;
  readonly appDescription: string;
  readonly appSupport: URL;
  readonly userName: string;
  /** `{GUID}`: the application. */
  readonly ownerId: string;
  /** `{GUID}`: the company file. */
  readonly fileId: string;
  readonly displayName: string;
  readonly uniqueName: string | null;
  /** Editions that it is meant for, as bits; 0 is all of them. */
  readonly authFlags: number;
  readonly readOnly: boolean;
  readonly notify: boolean;
  readonly personalDataPreference: (typeof PERSONAL_DATA_PREFERENCES)[number];
  readonly unattendedModePreference: (typeof UNATTENDED_MODE_PREFERENCES)[number];
  /** Null: runs only when its user says so. */
  readonly everySeconds: number | null;
  readonly style: SoapStyle;
  readonly certificateUrl: URL | null;
}
