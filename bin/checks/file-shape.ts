import { lineAt, walk, type Finding, type Source } from './source.ts'

/** Lines: past the first a question, past the second a fault. Data tables and tests are counted like the rest. */
const fileLines = { question: 300, fault: 500 }
const functionLines = { question: 60, fault: 100 }

const functions = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']

/** Names of files, and the size of files and functions. In tests a `describe` is a chapter, not a function. */
export function checkFileShape(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) => [...checkName(source), ...checkLength(source), ...checkFunctions(source)])
}

function checkName({ path }: Source): Finding[] {
  const odd = path.split('/').filter((part) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*$/.test(part))
  return odd.map((part) => ({ rule: 'file-name', path, line: 1, text: `${part} is not in kebab-case` }))
}

function checkLength({ path, text }: Source): Finding[] {
  const lines = text.trimEnd().split('\n').length
  return judge(lines, fileLines, { rule: 'file-size', path, line: 1 })
}

function checkFunctions(source: Source): Finding[] {
  if (source.path.endsWith('.test.ts') || source.path.endsWith('.test.tsx')) return []
  const findings: Finding[] = []
  walk(source.tree, (node) => {
    if (!functions.includes(node.type)) return
    const line = lineAt(source, node.start)
    findings.push(...judge(lineAt(source, node.end) - line + 1, functionLines, { rule: 'function-size', path: source.path, line }))
  })
  return findings
}

function judge(lines: number, limits: { question: number; fault: number }, where: Pick<Finding, 'rule' | 'path' | 'line'>): Finding[] {
  if (lines <= limits.question) return []
  const question = lines <= limits.fault
  return [{ ...where, question, text: `${lines} lines, ${question ? 'a question' : 'a fault'} past ${question ? limits.question : limits.fault}` }]
}

