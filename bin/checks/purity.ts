import { isNode, isTest, lineAt, walk, type Finding, type Node, type Source } from './source.ts'
import { placeOf } from './import-law.ts'

/**
 * Two laws about globals. Kernel, wire and rules know no clock, no chance and no surroundings. And what
 * browsers offer only on secured addresses is touched by the capability adapter alone, for most phones
 * reach the hub over plain http.
 */

const surroundings = ['process', 'Buffer', 'window', 'document', 'navigator', 'location', 'performance', 'crypto', 'fetch', 'setTimeout', 'setInterval', 'queueMicrotask', 'requestAnimationFrame', 'localStorage', 'sessionStorage', 'console']
const hidden = ['Date.now', 'Math.random']

const secureOnly = ['subtle', 'randomUUID', 'serviceWorker', 'wakeLock', 'mediaDevices', 'bluetooth', 'getDisplayMedia', 'getUserMedia']
const adapter = /^src\/ui\/capabilit[a-z-]*(?:\/|\.)/
const browserCode = ['ui', 'web', 'feature-screens', 'kernel', 'feature-wire', 'feature-rules']

export function checkPurity(sources: readonly Source[]): Finding[] {
  return sources
    .filter(({ path }) => !isTest(path) && ['kernel', 'feature-wire', 'feature-rules'].includes(placeOf(path)?.area ?? ''))
    .flatMap((source) => {
      const declared = declaredNames(source.tree)
      const findings: Finding[] = []
      const report = (node: Node, name: string) =>
        findings.push({ rule: 'purity', path: source.path, line: lineAt(source, node.start), text: `is pure, and uses ${name}` })
      walk(source.tree, (node, parent) => {
        const name = String(node['name'])
        if (node.type === 'Identifier' && surroundings.includes(name) && !declared.has(name) && isReference(node, parent)) report(node, name)
        if (node.type === 'MemberExpression' && hidden.includes(dotted(node))) report(node, dotted(node))
        if (node.type === 'NewExpression' && isNamed(node['callee'], 'Date') && (node['arguments'] as unknown[]).length === 0) report(node, 'new Date()')
      })
      return findings
    })
}

export function checkSecureContext(sources: readonly Source[]): Finding[] {
  return sources
    .filter(({ path }) => !isTest(path) && !adapter.test(path) && browserCode.includes(placeOf(path)?.area ?? ''))
    .flatMap((source) => {
      const findings: Finding[] = []
      walk(source.tree, (node) => {
        const name = accessed(node)
        if (name === undefined || !secureOnly.includes(name)) return
        const text = `${name} exists on secured addresses only; it belongs into src/ui/capabilities`
        findings.push({ rule: 'secure-context', path: source.path, line: lineAt(source, node.start), text })
      })
      return findings
    })
}

/** The property a node reads: `a.b`, `a['b']`, `const { b } = a`. */
function accessed(node: Node): string | undefined {
  if (node.type === 'MemberExpression') return nameOf(node['property'])
  if (node.type !== 'ObjectPattern') return undefined
  const properties = node['properties'] as Node[]
  return properties.map((property) => nameOf(property['key'])).find((name) => name !== undefined && secureOnly.includes(name))
}

function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'Identifier') return String(node['name'])
  return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined
}

/** Names a file binds itself, anywhere: a parameter called `crypto` is not the global. */
function declaredNames(tree: Node): Set<string> {
  const names = new Set<string>()
  const bind = (pattern: unknown): void => {
    if (!isNode(pattern)) return
    if (pattern.type === 'Identifier') names.add(String(pattern['name']))
    if (pattern.type === 'AssignmentPattern') bind(pattern['left'])
    if (pattern.type === 'RestElement') bind(pattern['argument'])
    if (pattern.type === 'ArrayPattern') for (const element of pattern['elements'] as unknown[]) bind(element)
    if (pattern.type === 'ObjectPattern') for (const property of pattern['properties'] as Node[]) bind(property['value'] ?? property)
  }
  walk(tree, (node) => {
    if (node.type === 'VariableDeclarator' || node.type === 'FunctionDeclaration') bind(node['id'])
    if (node.type.startsWith('Import') && isNode(node['local'])) bind(node['local'])
    for (const param of Array.isArray(node['params']) ? node['params'] : []) bind(param)
  })
  return names
}

function isReference(node: Node, parent: Node | undefined): boolean {
  if (!parent) return true
  if (parent.type === 'MemberExpression') return parent['object'] === node || parent['computed'] === true
  if (parent.type === 'Property') return parent['value'] === node && parent['method'] !== true
  if (/^TS(?:As|NonNull|Satisfies)Expression$/.test(parent.type)) return true
  return !/^TS|MethodDefinition|PropertyDefinition|^Export|^Import|Label/.test(parent.type)
}

function isNamed(node: unknown, name: string): boolean {
  return isNode(node) && node.type === 'Identifier' && node['name'] === name
}

function dotted(node: Node): string {
  const [object, property] = [node['object'], node['property']]
  return isNode(object) && isNode(property) ? `${String(object['name'])}.${String(property['name'])}` : ''
}
