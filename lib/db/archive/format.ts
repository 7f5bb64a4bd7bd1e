import "server-only";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";

/** An archive cannot be written, read or restored. The message is one line for a person, with the next step. */
export class ArchiveError extends Error {
  override name = "ArchiveError";
}

/** First line of the unpacked file. A change that older readers cannot follow counts it up. */
export const SIGNATURE = "favcrm-archive 1";

/** A line that no row can be: COPY writes a backslash of the data as two. */
export const END_OF_TABLE = Buffer.from("\\.\n");
const END_AFTER_ROW = Buffer.from("\n\\.\n");

/** What an archive says about itself, before its tables. */
export type ArchiveHeader = {
  /** When the snapshot was taken, ISO 8601 in UTC, by the database's clock. */
  createdAt: string;
  postgresVersion: string;
  /** The migrations of the database it came from, in their order. */
  migrations: { name: string; checksum: string }[];
};

export type TableHeader = { table: string; columns: string[] };

/** The last line; an archive without it was cut off. */
export type ArchiveFooter = { end: true; tables: number; rows: number };

/**
 * Reads an archive from front to back: `header()`, then for each `table()` all of its `rows()`, until `table()` answers with
 * the footer. Holds one chunk in memory. Every method throws ArchiveError when the file is damaged, cut off or no archive.
 */
export class ArchiveReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private buffer: Buffer = Buffer.alloc(0);

  constructor(private readonly file: string) {
    const packed = createReadStream(file);
    const unpacked = packed.pipe(createGunzip());
    // A stream's error does not travel through pipe().
    packed.once("error", (error) => unpacked.destroy(error));
    this.chunks = (unpacked as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  async header(): Promise<ArchiveHeader> {
    const signature = await this.line();
    if (signature !== SIGNATURE) {
      const known = signature.startsWith("favcrm-archive ");
      throw new ArchiveError(
        known
          ? `${this.file} was written by a newer version (${signature.slice(0, 40)}): update FavCRM, then restore it.`
          : `${this.file} is not an archive of FavCRM.`,
      );
    }
    return JSON.parse(await this.line()) as ArchiveHeader;
  }

  async table(): Promise<TableHeader | ArchiveFooter> {
    return JSON.parse(await this.line()) as TableHeader | ArchiveFooter;
  }

  /** The rows of the table that was just announced, in COPY's text format, cut anywhere. */
  async *rows(): AsyncGenerator<Buffer> {
    while (this.buffer.length < END_OF_TABLE.length) await this.more();
    if (this.buffer.subarray(0, END_OF_TABLE.length).equals(END_OF_TABLE)) {
      this.buffer = this.buffer.subarray(END_OF_TABLE.length);
      return;
    }
    while (true) {
      const end = this.buffer.indexOf(END_AFTER_ROW);
      if (end >= 0) {
        yield this.buffer.subarray(0, end + 1);
        this.buffer = this.buffer.subarray(end + END_AFTER_ROW.length);
        return;
      }
      // The end may be cut between two chunks, so that its possible beginning waits for the next.
      const safe = Math.max(0, this.buffer.length - END_AFTER_ROW.length + 1);
      if (safe > 0) yield this.buffer.subarray(0, safe);
      this.buffer = this.buffer.subarray(safe);
      await this.more();
    }
  }

  /** Closes the file before its end. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async line(): Promise<string> {
    let end = this.buffer.indexOf(0x0a);
    while (end < 0) {
      const searched = this.buffer.length;
      await this.more();
      end = this.buffer.indexOf(0x0a, searched);
    }
    const line = this.buffer.toString("utf8", 0, end);
    this.buffer = this.buffer.subarray(end + 1);
    return line;
  }

  private async more(): Promise<void> {
    const { value, done } = await this.chunks.next().catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") throw new ArchiveError(`There is no file ${this.file}.`);
      throw new ArchiveError(`${this.file} is damaged or no archive of FavCRM: ${error.message}.`);
    });
    if (done) throw new ArchiveError(`${this.file} ends too early: its writing was interrupted. Take another archive.`);
    this.buffer = this.buffer.length > 0 ? Buffer.concat([this.buffer, value]) : value;
  }
}

/** Reads a whole archive without restoring it. Throws ArchiveError when it is not complete; answers with its header and size. */
export async function checkArchive(file: string): Promise<{ header: ArchiveHeader; rows: number }> {
  const reader = new ArchiveReader(file);
  const header = await reader.header();
  let rows = 0;
  let tables = 0;
  while (true) {
    const next = await reader.table();
    if ("end" in next) {
      if (next.rows === rows && next.tables === tables) return { header, rows };
      throw new ArchiveError(
        `${file} holds ${rows} rows instead of ${next.rows}: it is damaged. Take another archive.`,
      );
    }
    tables += 1;
    for await (const chunk of reader.rows()) rows += countLines(chunk);
  }
}

/** How many lines end in `chunk`: one for each row. */
export function countLines(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) count += 1;
  return count;
}
