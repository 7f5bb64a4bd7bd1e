/** The signed-in pages, in the order of the sidebar. `scope` is what a person needs to find the page of any use. */
export const shellPages = [
  { id: "home", href: "/home", group: "work", shortcut: "h" },
  { id: "customers", href: "/customers", group: "work", shortcut: "c", scope: "contacts:read" },
  { id: "segments", href: "/segments", group: "work", shortcut: "m", scope: "segments:read" },
  { id: "deals", href: "/deals", group: "work", shortcut: "e", scope: "deals:read" },
  { id: "tasks", href: "/tasks", group: "work", shortcut: "o", scope: "tasks:read" },
  { id: "today", href: "/today", group: "work", shortcut: "d", scope: "bookings:read" },
  { id: "calendar", href: "/calendar", group: "work", shortcut: "w", scope: "bookings:read" },
  { id: "bookings", href: "/bookings", group: "work", shortcut: "b", scope: "bookings:read" },
  { id: "services", href: "/services", group: "work", shortcut: "s", scope: "bookings:read" },
  { id: "staff", href: "/staff", group: "work", scope: "bookings:read" },
  { id: "resources", href: "/resources", group: "work", scope: "bookings:read" },
  { id: "activity", href: "/activity", group: "work", shortcut: "a", scope: "activity:read" },
  { id: "tools", href: "/tools", group: "work", shortcut: "t" },
  { id: "keys", href: "/settings/mcp-keys", group: "settings", shortcut: "k", scope: "keys:read" },
  { id: "team", href: "/settings/team", group: "settings", scope: "team:read" },
  { id: "companies", href: "/settings/companies", group: "settings", scope: "organisation:read" },
  { id: "organisation", href: "/settings/organisation", group: "settings", scope: "organisation:read" },
  { id: "bookingPage", href: "/settings/booking-page", group: "settings", scope: "bookings:read" },
  { id: "hours", href: "/settings/hours", group: "settings", scope: "bookings:read" },
  { id: "bookingRules", href: "/settings/bookings", group: "settings", scope: "bookings:read" },
  { id: "plan", href: "/settings/plan", group: "settings", scope: "plan:read" },
  { id: "profile", href: "/settings/profile", group: "settings", shortcut: "p" },
  { id: "danger", href: "/settings/danger", group: "settings", scope: "organisation:write" },
] as const;

export type ShellPage = (typeof shellPages)[number];

/** The pages a person with these scopes has a use for. */
export function pagesFor(scopes: readonly string[]): ShellPage[] {
  return shellPages.filter((page) => !("scope" in page) || scopes.includes(page.scope));
}
