import { handleMcp } from "@/lib/surfaces/mcp/handler";

export const dynamic = "force-dynamic";

export { handleMcp as DELETE, handleMcp as GET, handleMcp as POST };
