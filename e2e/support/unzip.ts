import { crc32, inflateRawSync } from "node:zlib";

const END = 0x06054b50;
const CENTRAL = 0x02014b50;

function mark(archive: Buffer, at: number, expected: number): void {
  if (archive.readUInt32LE(at) !== expected) throw new Error(`No zip record at byte ${at}`);
}

/** File name → text. Reads a zip archive by its central directory; throws when a mark, size or checksum does not fit. */
export function unzip(archive: Buffer): Map<string, string> {
  const end = archive.length - 22;
  mark(archive, end, END);
  const files = new Map<string, string>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    mark(archive, at, CENTRAL);
    const nameLength = archive.readUInt16LE(at + 28);
    const offset = archive.readUInt32LE(at + 42);
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
    const start = offset + 30 + nameLength;
    const content = inflateRawSync(archive.subarray(start, start + archive.readUInt32LE(at + 20)));
    if (crc32(content) !== archive.readUInt32LE(at + 16)) throw new Error(`${name} has another checksum`);
    if (content.length !== archive.readUInt32LE(at + 24)) throw new Error(`${name} has another size`);
    files.set(name, content.toString("utf8"));
    at += 46 + nameLength;
  }
  return files;
}
