// @ts-check
import { parseSync } from 'vite'

/**
 * Browsers of 2021 know private and public fields of classes, and no page needs them rewritten, which would
 * make it a twentieth heavier. But Safari 15 loses sight of outer names in a field's initial value
 * (WebKit bug 236843): there the value is made by a function of its own, which does not.
 * @returns {import('vite').Plugin}
 */
export function classFields() {
  return {
    name: 'lectern:class-fields',
    apply: 'build',
    enforce: 'post',
    transform: {
      filter: { id: /\.(?:[cm]?js|tsx?)(?:\?|$)/ },
      handler: (code, id) => (code.includes('class') ? { code: guardFields(code, id), map: null } : null),
    },
  }
}

/** Values that name nothing, or only when they are called. */
const PLAIN = new Set(['Literal', 'ArrowFunctionExpression', 'FunctionExpression', 'ClassExpression'])

/**
 * @param {string} code @param {string} file for messages
 * @returns {string} throws for what those browsers do not know at all
 */
export function guardFields(code, file) {
  /** @type {{ at: number, text: string }[]} */
  const insertions = []
  visit(parseSync('module.js', code).program, (node) => {
    if (node.type === 'StaticBlock') throw new SyntaxError(`${file}: a static block, which Safari 15 does not know`)
    if (node.type !== 'PropertyDefinition' || !node.value || PLAIN.has(node.value.type)) return
    insertions.push({ at: node.value.start, text: '(() => (' }, { at: node.value.end, text: '))()' })
  })
  let guarded = code
  for (const { at, text } of insertions.sort((one, other) => other.at - one.at)) guarded = guarded.slice(0, at) + text + guarded.slice(at)
  return guarded
}

/** @param {any} node @param {(node: any) => void} each the tree is the parser's own, of many shapes */
function visit(node, each) {
  if (node === null || typeof node !== 'object') return
  if (typeof node.type === 'string') each(node)
  for (const child of Array.isArray(node) ? node : Object.values(node)) visit(child, each)
}
