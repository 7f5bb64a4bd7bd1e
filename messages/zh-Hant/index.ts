import type en from "../en";
import common from "./common.json" with { type: "json" };
import docs from "./docs.json" with { type: "json" };
import errors from "./errors.json" with { type: "json" };
import landing from "./landing.json" with { type: "json" };

// The type demands every key that English has.
const messages: typeof en = { common, docs, errors, landing };
export default messages;
