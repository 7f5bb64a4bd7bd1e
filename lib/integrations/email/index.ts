import "server-only";

export { emailAvailable } from "./availability";
export { senderOf, subjectOf, type TemplateName } from "./envelope";
