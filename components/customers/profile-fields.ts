/** The fields of the profile form. */
export const PROFILE_FIELDS = [
  "name",
  "localName",
  "firstName",
  "lastName",
  "phone",
  "email",
  "lifeStage",
  "type",
  "language",
  "source",
  "gender",
  "dateOfBirth",
  "memberCode",
  "whatsappId",
  "assignedTo",
  "address",
  "notes",
] as const;
export type ProfileField = (typeof PROFILE_FIELDS)[number];
/** Those that are never empty. */
export const ALWAYS_SET: readonly ProfileField[] = ["name", "lifeStage", "type", "source"];

export const CONTACT_FIELDS = ["name", "localName", "jobTitle", "email", "phone"] as const;
