/** One site’s rules, as compiled into the feed. */
export interface SiteRules {
  id: string;
}
