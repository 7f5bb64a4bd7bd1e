import "server-only";
import { pipeline, Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";

export interface ZipEntry {
  /** Path inside the archive; ASCII. */
  name: string;
  text: AsyncIterable<string>;
}

/** PKWARE APPNOTE 6.3: 4.3.7 local header, 4.3.9 data descriptor, 4.3.12 central directory, 4.3.16 end record. */
const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** Sizes follow the data (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATED = 8;
const LARGEST = 0xffffffff;

interface Written {
  name: Buffer;
  offset: number;
  crc: number;
  packed: number;
  size: number;
}

/** Little-endian fields, two or four bytes each. */
function record(...fields: [value: number, bytes: 2 | 4][]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of fields) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}

/** Date and time as MS-DOS kept them, in UTC. */
function dosTime(now: Date): [time: number, date: number] {
  const time = (now.getUTCHours() << 11) | (now.getUTCMinutes() << 5) | (now.getUTCSeconds() >> 1);
  return [time, ((now.getUTCFullYear() - 1980) << 9) | ((now.getUTCMonth() + 1) << 5) | now.getUTCDate()];
}

/**
 * A zip archive, made while it is read: nothing but the piece under way is in memory. Throws when it grows past 4 GB, which
 * this form of zip cannot say.
 */
export async function* zip(entries: AsyncIterable<ZipEntry>, now = new Date()): AsyncGenerator<Uint8Array> {
  const [time, date] = dosTime(now);
  const written: Written[] = [];
  let offset = 0;
  for await (const { name, text } of entries) {
    const entry: Written = { name: Buffer.from(name), offset, crc: 0, packed: 0, size: 0 };
    const start = record(
      [LOCAL, 4],
      [VERSION, 2],
      [FLAGS, 2],
      [DEFLATED, 2],
      [time, 2],
      [date, 2],
      [0, 4],
      [0, 4],
      [0, 4],
    );
    const header = Buffer.concat([start, record([entry.name.length, 2], [0, 2]), entry.name]);
    yield header;
    for await (const part of deflated(text, entry)) {
      entry.packed += part.byteLength;
      yield part;
    }
    const descriptor = record([DESCRIPTOR, 4], [entry.crc, 4], [entry.packed, 4], [entry.size, 4]);
    yield descriptor;
    offset += header.length + entry.packed + descriptor.length;
    if (offset > LARGEST || entry.size > LARGEST) throw new Error("The export is larger than a zip file can be");
    written.push(entry);
  }
  const directory = written.map((entry) => centralRecord(entry, time, date));
  yield* directory;
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const count = written.length;
  yield record([END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [length, 4], [offset, 4], [0, 2]);
}

function centralRecord({ name, offset, crc, packed, size }: Written, time: number, date: number): Buffer {
  const about = record([CENTRAL, 4], [VERSION, 2], [VERSION, 2], [FLAGS, 2], [DEFLATED, 2], [time, 2], [date, 2]);
  const sizes = record([crc, 4], [packed, 4], [size, 4], [name.length, 2], [0, 2], [0, 2], [0, 2], [0, 2], [0, 4]);
  return Buffer.concat([about, sizes, record([offset, 4]), name]);
}

/** The packed text; counts its checksum and size into `entry` on the way. */
function deflated(text: AsyncIterable<string>, entry: Written): AsyncIterable<Uint8Array> {
  async function* counted() {
    for await (const piece of text) {
      const bytes = Buffer.from(piece);
      entry.crc = crc32(bytes, entry.crc);
      entry.size += bytes.byteLength;
      yield bytes;
    }
  }
  const packer = createDeflateRaw();
  // A failing source destroys the packer with its error, which then ends the loop that reads it.
  pipeline(Readable.from(counted(), { objectMode: false }), packer, () => {});
  return packer;
}
