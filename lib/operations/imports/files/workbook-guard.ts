import "server-only";
import { createInflateRaw } from "node:zlib";
import { OperationError } from "@/lib/kernel/errors";

/** What a workbook may unpack to, in bytes: a small file can hide a very large one. */
const MOST_UNPACKED = 256 * 1024 * 1024;
const MOST_STRINGS = 48 * 1024 * 1024;
/** Bytes between two tags; no honest cell is longer. */
const LONGEST_TEXT = 2 * 1024 * 1024;
const END_RECORD = 0x06054b50;
const ENTRY_RECORD = 0x02014b50;
const DEFLATED = 8;
const LESS_THAN = 0x3c;

interface Entry {
  name: string;
  method: number;
  size: number;
  unpacked: number;
  offset: number;
}

const refusal = (message: string) =>
  new OperationError("invalid_input", {
    message,
    hint: "Save the list as CSV (UTF-8) and send that.",
    details: { field: "file" },
  });

/** Throws invalid_input unless the workbook can be read in bounded memory: sizes that are told are checked by unpacking. */
export async function guardWorkbook(bytes: Buffer): Promise<void> {
  const parts = entriesOf(bytes).filter(({ name }) => name.endsWith(".xml") || name.endsWith(".rels"));
  const total = parts.reduce((sum, { unpacked }) => sum + unpacked, 0);
  const isHuge = parts.some(({ name, unpacked }) => /sharedstrings/i.test(name) && unpacked > MOST_STRINGS);
  if (total > MOST_UNPACKED || isHuge) throw refusal("The workbook unpacks to more than this server reads.");
  for (const part of parts) await guardPart(bytes, part);
}

/** The archive's own list of its parts. */
function entriesOf(bytes: Buffer): Entry[] {
  const from = Math.max(0, bytes.length - 65_557);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < from || bytes.readUInt32LE(end) !== END_RECORD || end + 22 > bytes.length) {
    throw refusal("The file is not a whole .xlsx workbook.");
  }
  const entries: Entry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY_RECORD) {
      throw refusal("The file is not a whole .xlsx workbook.");
    }
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString("utf8", at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      size: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** Unpacks one part without keeping it: it must be as large as it says, and hold no endless text. */
async function guardPart(bytes: Buffer, { method, size, unpacked, offset }: Entry): Promise<void> {
  if (offset + 30 > bytes.length) throw refusal("The file is not a whole .xlsx workbook.");
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const packed = bytes.subarray(start, start + size);
  let length = 0;
  let run = 0;
  const look = (chunk: Buffer) => {
    length += chunk.length;
    const first = chunk.indexOf(LESS_THAN);
    run = first < 0 ? run + chunk.length : chunk.length - chunk.lastIndexOf(LESS_THAN);
    if (length > unpacked || run > LONGEST_TEXT) throw refusal("The workbook holds a cell that is too large.");
  };
  if (method !== DEFLATED) return look(packed);
  const inflate = createInflateRaw();
  inflate.end(packed);
  try {
    for await (const chunk of inflate) look(chunk as Buffer);
  } catch (error) {
    if (error instanceof OperationError) throw error;
    throw refusal("The file is not a whole .xlsx workbook.");
  }
}
