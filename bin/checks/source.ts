import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { parseSync } from 'vite'
import { filesBelow } from '../setup/files.js'

/** A fault or a question a check raises. `path` is relative to the tree, `line` counts from 1. */
export type Finding = { readonly rule: string; readonly path: string; readonly line: number; readonly text: string; readonly question?: boolean }

/** A node of the ESTree; only what the checks look at is named. */
export type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [key: string]: unknown }

export type Source = { readonly path: string; readonly text: string; readonly tree: Node }

/** What a file asks for. `types` is true when nothing of it is left at run time. */
export type Import = { readonly specifier: string; readonly line: number; readonly types: boolean }

const folders = ['src', 'testkit', 'e2e', 'bench', 'bin']

/** All our own code in a checkout, parsed. Generated words are left out. A file that does not parse throws with its name. */
export function readSources(top: string): Source[] {
  return folders
    .flatMap((folder) => ours(top, folder))
    .filter((path) => !path.startsWith('src/words/') && !path.endsWith('.d.ts'))
    .map((path) => parseSource(path, readFileSync(join(top, path), 'utf8')))
}

function ours(top: string, folder: string): string[] {
  try {
    return filesBelow(join(top, folder), (path) => /\.(?:ts|tsx|js)$/.test(path)).map((path) => relative(top, path).split(sep).join('/'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

export function parseSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text)
  const [error] = errors
  if (error) throw new Error(`${path} does not parse: ${error.message}`)
  return { path, text, tree: program as unknown as Node }
}

export function lineAt(source: Source, offset: number): number {
  return source.text.slice(0, offset).split('\n').length
}

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)

/** Calls `visit` for each node, parents first. */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  visit(node, parent)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, node)
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

/**
 * Everything a file imports: statements, `import()` of values and of types, and files it starts as
 * workers (`new URL('…', import.meta.url)`). A dynamic import whose address is computed has specifier ''.
 */
export function importsOf(source: Source): Import[] {
  const found: Import[] = []
  const add = (node: Node, specifier: unknown, types: boolean) =>
    found.push({ specifier: literal(specifier) ?? '', line: lineAt(source, node.start), types })
  walk(source.tree, (node) => {
    switch (node.type) {
      case 'ImportDeclaration':
        return add(node, node['source'], isTypeOnly(node, node['importKind']))
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        return node['source'] ? add(node, node['source'], isTypeOnly(node, node['exportKind'])) : undefined
      case 'ImportExpression':
        return add(node, node['source'], false)
      case 'TSImportType':
        return add(node, node['source'] ?? node['argument'], true)
      case 'NewExpression':
        return isOwnFile(node) ? add(node, (node['arguments'] as unknown[])[0], false) : undefined
    }
  })
  return found
}

function isTypeOnly(node: Node, kind: unknown): boolean {
  if (kind === 'type') return true
  const names = (node['specifiers'] ?? []) as Node[]
  return names.length > 0 && names.every((name) => name['importKind'] === 'type' || name['exportKind'] === 'type')
}

/** `new URL('./x.ts', import.meta.url)` */
function isOwnFile(node: Node): boolean {
  const callee = node['callee']
  const args = node['arguments'] as unknown[]
  const address = literal(args[0])
  return isNode(callee) && callee['name'] === 'URL' && args.length === 2 && address !== undefined && /^\.{1,2}\/.*\.(?:ts|tsx|js)$/.test(address)
}

/** The text of a string literal or of a template without holes. */
export function literal(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value']
  if (node.type === 'TSLiteralType') return literal(node['literal'])
  if (node.type !== 'TemplateLiteral') return undefined
  const [only, ...more] = node['quasis'] as Array<{ value: { cooked: string } }>
  return more.length === 0 ? only?.value.cooked : undefined
}
