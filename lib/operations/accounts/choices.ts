/** The words that a customer's fields choose from. Pure: browsers use them too, and must not load what checks values. */

export const ACCOUNT_TYPES = ["individual", "business", "household"] as const;
export const LIFE_STAGES = ["lead", "active", "churned", "vip"] as const;
export const ACCOUNT_SOURCES = ["walk_in", "online", "pos", "whatsapp", "referral", "import", "api"] as const;
export const GENDERS = ["female", "male", "other"] as const;
export const MEMBERSHIP_STATUSES = ["none", "active", "expired"] as const;
