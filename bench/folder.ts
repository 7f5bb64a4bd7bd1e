import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * A folder that goes when the bench does. Whoever runs PostgreSQL may enter it: under root its files would otherwise be put
 * under /var/lib/favcrm, and stay there.
 */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `favcrm-bench-${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}
