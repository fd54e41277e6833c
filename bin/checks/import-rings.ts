import { posix } from 'node:path'
import { importsOf, type Finding, type Source } from './source.ts'

/**
 * Files that need each other at run time, in any order and through any number of others, cannot be
 * read, tested or moved alone. Imports of types leave nothing behind and are not counted.
 */
export function checkImportRings(sources: readonly Source[]): Finding[] {
  const graph = new Map(sources.map((source) => [source.path, neighbours(source)]))
  return strongComponents(graph)
    .filter((ring) => ring.length > 1 || graph.get(ring[0] ?? '')?.includes(ring[0] ?? ''))
    .map((ring) => ({ rule: 'import-ring', path: ring[0] ?? '', line: 1, text: `stands in a ring of imports: ${ring.join(', ')}` }))
}

function neighbours(source: Source): string[] {
  return importsOf(source)
    .filter(({ specifier, types }) => !types && specifier.startsWith('.'))
    .map(({ specifier }) => posix.join(posix.dirname(source.path), specifier))
}

/** Tarjan's strongly connected components; each sorted by name. */
export function strongComponents(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const components: string[][] = []

  const enter = (node: string): number => {
    const index = order.size
    order.set(node, index)
    lowest.set(node, index)
    stack.push(node)
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next)) continue
      const reached = order.has(next) ? (stack.includes(next) ? order.get(next) : undefined) : enter(next)
      if (reached !== undefined) lowest.set(node, Math.min(lowest.get(node) ?? index, reached))
    }
    if (lowest.get(node) === index) components.push(stack.splice(stack.indexOf(node)).sort())
    return lowest.get(node) ?? index
  }

  for (const node of graph.keys()) if (!order.has(node)) enter(node)
  return components
}
