import common from "./common.json" with { type: "json" };
import docs from "./docs.json" with { type: "json" };
import errors from "./errors.json" with { type: "json" };
import landing from "./landing.json" with { type: "json" };

const messages = { common, docs, errors, landing };
export default messages;
