// Small faults that can be put into a source: one changed operator, condition, number, statement, or part of an SQL text.
import ts from "typescript";

const OPERATORS = {
  [ts.SyntaxKind.LessThanToken]: "<=",
  [ts.SyntaxKind.LessThanEqualsToken]: "<",
  [ts.SyntaxKind.GreaterThanToken]: ">=",
  [ts.SyntaxKind.GreaterThanEqualsToken]: ">",
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: "!==",
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: "===",
  [ts.SyntaxKind.AmpersandAmpersandToken]: "||",
  [ts.SyntaxKind.BarBarToken]: "&&",
  [ts.SyntaxKind.PlusToken]: "-",
  [ts.SyntaxKind.MinusToken]: "+",
  [ts.SyntaxKind.AsteriskToken]: "/",
};

const METHODS = { some: "every", every: "some", min: "max", max: "min" };

/** A whole SQL text; a piece of one is left alone, because nobody can tell where its conditions end. */
const SQL = /\b(SELECT|UPDATE|DELETE FROM|INSERT INTO)\b/;

const isText = (node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

/** Where a condition that starts at `from` ends: at the next clause, or where its bracket closes. */
function endOfCondition(sql, from) {
  let depth = 0;
  for (let at = from; at < sql.length; at += 1) {
    if ("({[".includes(sql[at])) depth += 1;
    else if (")}]".includes(sql[at])) depth -= 1;
    if (depth < 0 || sql[at] === "`") return at;
    if (depth === 0 && /^\s(AND|OR|WHERE|RETURNING|ORDER|GROUP|LIMIT|JOIN|LEFT|ON|FOR)\b/.test(sql.slice(at)))
      return at;
  }
  return sql.length;
}

/** Each condition of a text of SQL forgotten, each comparison moved by one, each NULL taken for its opposite. */
function sqlChanges(sql) {
  const changes = [];
  for (const match of sql.matchAll(/\b(?:WHERE|AND|ON) (?!CONFLICT)/g)) {
    const from = match.index + match[0].length;
    changes.push({ from, to: endOfCondition(sql, from), text: "true" });
  }
  for (const [pattern, text] of [
    [/ < /g, " <= "],
    [/ <= /g, " < "],
    [/ > /g, " >= "],
    [/ >= /g, " > "],
    [/IS NULL/g, "IS NOT NULL"],
    [/IS NOT NULL/g, "IS NULL"],
    [/ OR /g, " AND "],
    [/ \+ /g, " - "],
  ])
    for (const match of sql.matchAll(pattern))
      changes.push({ from: match.index, to: match.index + match[0].length, text });
  return changes;
}

/** Numbers and conditions of a loop's head are left alone: a loop without an end proves nothing. */
const isInLoopHead = (node) => {
  for (let each = node; each.parent; each = each.parent)
    if ((ts.isForStatement(each.parent) || ts.isWhileStatement(each.parent)) && each !== each.parent.statement)
      return true;
  return false;
};

/** A constructor's call of its parent cannot be left out: without it there is no `this`. */
const callsSuper = ({ expression }) =>
  ts.isCallExpression(expression) && expression.expression.kind === ts.SyntaxKind.SuperKeyword;

/** What a whole tagged text or chain of `?.` is: nothing smaller can be swapped for another while the program runs. */
function wholeOf(node) {
  let whole = ts.isTaggedTemplateExpression(node.parent) ? node.parent : node;
  while (whole.parent.expression === whole && whole.parent.flags & ts.NodeFlags.OptionalChain) whole = whole.parent;
  return whole;
}

/** The part of a program in which a fault is switched on and off. */
const placeOf = (node, source) => ({
  from: node.getStart(source),
  to: node.getEnd(),
  isStatement: ts.isStatement(node),
});

function* changesAt(node, source) {
  const span = { from: node.getStart(source), to: node.getEnd() };
  if (ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    const text = node.getText(source);
    if (!SQL.test(text)) return;
    for (const change of sqlChanges(text))
      yield { from: span.from + change.from, to: span.from + change.to, text: change.text };
  } else if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken;
    const text = OPERATORS[operator.kind];
    const joinsTexts = operator.kind === ts.SyntaxKind.PlusToken && [node.left, node.right].some(isText);
    if (text && !joinsTexts) yield { from: operator.getStart(source), to: operator.getEnd(), text };
  } else if (ts.isIfStatement(node) || ts.isConditionalExpression(node)) {
    const condition = node.condition ?? node.expression;
    const place = placeOf(condition, source);
    for (const text of ["true", "false"]) yield { from: place.from, to: place.to, text: `(${text} as boolean)`, place };
  } else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    yield { ...span, text: node.operand.getText(source) };
  } else if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) {
    if (!ts.isLiteralTypeNode(node.parent)) yield { ...span, text: String(node.kind === ts.SyntaxKind.FalseKeyword) };
  } else if (ts.isNumericLiteral(node) && !ts.isLiteralTypeNode(node.parent)) {
    yield { ...span, text: String(Number(node.text.replaceAll("_", "")) + 1) };
  } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name, expression } = node.expression;
    const other = METHODS[name.text];
    if (other) yield { from: name.getStart(source), to: name.getEnd(), text: other };
    if (name.text === "filter") yield { ...span, text: expression.getText(source) };
  } else if (ts.isThrowStatement(node) || (ts.isExpressionStatement(node) && !callsSuper(node))) {
    yield { ...span, text: ";" };
  }
}

/** Every fault that this file knows how to put into a source: [{ line, from, to, was, text, place }], in their order. */
export function mutantsOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    if (!isInLoopHead(node))
      for (const change of changesAt(node, source))
        found.push({
          place: placeOf(wholeOf(node), source),
          ...change,
          was: text.slice(change.from, change.to),
          line: source.getLineAndCharacterOfPosition(change.from).line + 1,
        });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.sort((a, b) => a.from - b.from);
}

export const apply = (text, mutant) => text.slice(0, mutant.from) + mutant.text + text.slice(mutant.to);
