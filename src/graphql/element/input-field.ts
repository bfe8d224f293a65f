/** A configuration key as a name of the graph: `partner.user.id` is `partnerUserId`. */
export function inputFieldOf(key: string): string {
  return key.replace(/[._-]+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
}
