import "server-only";

export { emailAvailable } from "./availability";
export { senderOf, subjectOf } from "./envelope";
