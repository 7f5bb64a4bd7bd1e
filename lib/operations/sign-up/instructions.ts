/** Texts that answers give to the agent. English: they are read by models. */

interface MailFacts {
  maskedEmail: string;
  sender: string;
  subject: string;
  minutes: number;
}

/** What to do after a code was requested. */
export function requestInstructions(facts: MailFacts & { requestId: string; idempotencyKey: string }): string {
  return [
    `Tell the user to check ${facts.maskedEmail} for a mail from ${facts.sender} with the subject "${facts.subject}".`,
    `It holds a 6-digit code that is valid for ${facts.minutes} minutes. Ask the user to paste it here; never guess it.`,
    `Then call register_organisation_verify with requestId "${facts.requestId}", code (a text of 6 digits) and idempotencyKey "${facts.idempotencyKey}".`,
    "No mail after a minute: ask the user to look in the spam folder, and call register_organisation_status with the requestId.",
    `To have the same code mailed once more, call register_organisation_request again with the same arguments and requestId "${facts.requestId}".`,
  ].join(" ");
}

/** What to do with a key that was just shown. */
export function keyNextSteps(mcpUrl: string): string {
  return [
    "This key is shown only now. Store it outside source code, for example in the environment variable FAVCRM_API_KEY,",
    `and send it with every call to ${mcpUrl} as the header "Authorization: Bearer <apiKey>". Then reconnect the MCP client:`,
    `Claude Code: claude mcp add --transport http favcrm ${mcpUrl} --header "Authorization: Bearer $FAVCRM_API_KEY".`,
    `Cursor (.cursor/mcp.json): {"mcpServers":{"favcrm":{"url":"${mcpUrl}","headers":{"Authorization":"Bearer \${env:FAVCRM_API_KEY}"}}}}.`,
    `VS Code (.vscode/mcp.json): {"servers":{"favcrm":{"type":"http","url":"${mcpUrl}","headers":{"Authorization":"Bearer \${env:FAVCRM_API_KEY}"}}}}.`,
    `CLI: favcrm --url ${mcpUrl} login (it asks for the key), then favcrm doctor.`,
    "First useful calls: get_workspace_overview, then list_services (empty in a new workspace, and that is success);",
    "to bring a list of customers: import_accounts, or create_import_upload for a file.",
  ].join(" ");
}
