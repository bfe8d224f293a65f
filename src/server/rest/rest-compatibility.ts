/** Where the platform did what we would not: each on by default, for those who rely on it. */
export interface RestCompatibility {
  /** A search of instances that finds nothing is answered with 404 instead of an empty list. */
  readonly emptySearchIs404: boolean;
  /** Whatever stands for the hub in `/hubs/{hub}/…` is as good as the right one. */
  readonly ignoreHubSegment: boolean;
}

export const FAITHFUL: RestCompatibility = { emptySearchIs404: true, ignoreHubSegment: true };
