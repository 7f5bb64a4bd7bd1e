/** Areas of the product; a scope is an area and what may be done in it. */
export const AREAS = [
  "organisation",
  "team",
  "keys",
  "plan",
  "activity",
  "contacts",
  "tags",
  "segments",
  "custom_fields",
  "deals",
  "tasks",
  "bookings",
  "membership",
  "packages",
  "subscriptions",
  "rewards",
  "promotions",
  "invoices",
  "shop",
  "campaigns",
  "inbox",
  "whatsapp",
  "surveys",
  "blog",
  "images",
  "knowledge",
  "reports",
] as const;
export type Area = (typeof AREAS)[number];

export const ACTIONS = ["read", "write", "send"] as const;
export type Action = (typeof ACTIONS)[number];
export type Scope = `${Area}:${Action}`;

export const ROLES = ["owner", "manager", "staff"] as const;
export type Role = (typeof ROLES)[number];

/** Areas where something leaves the house, so that `send` means something. */
const SENDING_AREAS: ReadonlySet<Area> = new Set([
  "team",
  "bookings",
  "invoices",
  "campaigns",
  "inbox",
  "whatsapp",
  "surveys",
]);

/** Every scope there is, in a stable order. */
export const ALL_SCOPES: readonly Scope[] = AREAS.flatMap((area) =>
  ACTIONS.filter((action) => action !== "send" || SENDING_AREAS.has(area)).map((action): Scope => `${area}:${action}`),
);

/** What only an owner may do: people, keys, and the organisation itself. */
const OWNER_ONLY: ReadonlySet<Scope> = new Set([
  "keys:read",
  "keys:write",
  "team:write",
  "team:send",
  "organisation:write",
  "plan:write",
  "activity:write",
]);

/** Staff work with their own classes and customers; they read the rest of the house. */
const STAFF_SCOPES: readonly Scope[] = [
  "organisation:read",
  "team:read",
  "contacts:read",
  "tags:read",
  "tasks:read",
  "tasks:write",
  "bookings:read",
  "bookings:write",
];

/** The one table that maps a role to scopes. A key can never hold more than its owner's role. */
export const ROLE_SCOPES: Record<Role, ReadonlySet<Scope>> = {
  owner: new Set(ALL_SCOPES),
  manager: new Set(ALL_SCOPES.filter((scope) => !OWNER_ONLY.has(scope))),
  staff: new Set(STAFF_SCOPES),
};

const KNOWN: ReadonlySet<string> = new Set(ALL_SCOPES);

export function isScope(text: string): text is Scope {
  return KNOWN.has(text);
}

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

/** Scopes of a caller: what the key was given, within what the role still has. */
export function effectiveScopes(role: Role, granted: readonly string[]): Set<Scope> {
  const allowed = ROLE_SCOPES[role];
  return new Set(granted.filter(isScope).filter((scope) => allowed.has(scope)));
}
