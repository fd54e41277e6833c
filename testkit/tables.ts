import type { Query } from '../src/platform/sqlite/sql.ts'

/** Every row of the tables whose names begin so, each as text; JSON in a column without regard to the order of its keys. */
export function tablesOf(query: Query, ...prefixes: readonly string[]): Record<string, string[]> {
  const names = query.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").map(({ name }) => name)
  const ours = names.filter((name) => prefixes.some((prefix) => name.startsWith(prefix)))
  return Object.fromEntries(ours.map((name) => [name, query.all<Record<string, unknown>>(`SELECT * FROM "${name}"`).map(rowText).toSorted()]))
}

function rowText(row: Record<string, unknown>): string {
  return JSON.stringify(sorted(Object.fromEntries(Object.entries(row).map(([key, value]) => [key, opened(value)]))))
}

function opened(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value // A text that only looks like JSON.
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]))
}
