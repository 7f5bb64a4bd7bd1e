import "server-only";
import type { EmailMessage, EmailTransport } from "./transport";

const RULE = "─".repeat(64);

/**
 * The default transport: nothing leaves this machine. The mail stays in the outbox table, where the page /outbox renders it,
 * and the server's terminal shows what its reader needs.
 */
export function openOutbox(print = (block: string) => void process.stdout.write(block)): EmailTransport {
  return {
    name: "outbox",
    async send(message, { idempotencyKey }) {
      print(blockOf(message));
      return { providerMessageId: idempotencyKey };
    },
  };
}

function blockOf({ to, subject, code, text }: EmailMessage): string {
  const essence = code ? [`Code:    ${code}`] : text.trim().split("\n");
  const lines = [`Mail to: ${to}   (kept here: no mail provider is set up)`, `Subject: ${subject}`, ...essence];
  // A terminal obeys control characters, so none may reach it.
  const shown = lines.map((line) => `  ${line.replace(/\p{Cc}/gu, " ")}`);
  return `\n${RULE}\n${shown.join("\n")}\n${RULE}\n\n`;
}
