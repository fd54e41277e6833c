// @ts-check
import { parseSync } from 'vite'

/**
 * Schemas and contracts only describe, but the bundler cannot know that of `z.string().check(…)` and
 * would keep all of them in every page. In the folders that are pure by our own law (`kernel/`, `wire/`)
 * this marks every top-level value as one that may be left out when nobody uses it.
 * @returns {import('vite').Plugin}
 */
export function pureSchemas() {
  return {
    name: 'lectern:pure-schemas',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/(kernel|features\/[^/]+\/wire)\/[^/]+\.ts$/ },
      handler: (code, id) => ({ code: markPure(code, id), map: null }),
    },
  }
}

/**
 * Wraps the value of each top-level `const` that is a call, or a list, into a pure function call.
 * @param {string} code @param {string} file for the language of the code
 */
export function markPure(code, file) {
  const { program } = parseSync(file, code)
  let marked = code
  for (const statement of [...program.body].reverse()) {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declared?.type !== 'VariableDeclaration' || declared.kind !== 'const') continue
    for (const { init } of [...declared.declarations].reverse()) {
      const value = init?.type === 'TSAsExpression' ? init.expression : init
      if (!init || (value?.type !== 'CallExpression' && value?.type !== 'ArrayExpression')) continue
      marked = `${marked.slice(0, init.start)}/* @__PURE__ */ (() => ${marked.slice(init.start, init.end)})()${marked.slice(init.end)}`
    }
  }
  return marked
}
