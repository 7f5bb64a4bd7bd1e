export * from "@/lib/operations/keys/connect-snippets";
