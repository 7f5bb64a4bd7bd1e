/** Largest logo in bytes. */
export const MAX_LOGO_BYTES = 262_144;
/** Its length as base64. */
export const MAX_LOGO_CHARACTERS = Math.ceil(MAX_LOGO_BYTES / 3) * 4;

export const LOGO_TYPES = ["image/png", "image/jpeg", "image/webp"] as const;
export type LogoType = (typeof LOGO_TYPES)[number];

const startsWith = (bytes: Uint8Array, marks: readonly number[], at = 0) =>
  marks.every((mark, index) => bytes[at + index] === mark);

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const RIFF = [0x52, 0x49, 0x46, 0x46];
const WEBP = [0x57, 0x45, 0x42, 0x50];

/** The kind of picture by its first bytes, whatever its name or sender says; null for anything else, SVG included. */
export function logoTypeOf(bytes: Uint8Array): LogoType | null {
  if (startsWith(bytes, PNG)) return "image/png";
  if (startsWith(bytes, JPEG)) return "image/jpeg";
  return startsWith(bytes, RIFF) && startsWith(bytes, WEBP, 8) ? "image/webp" : null;
}
