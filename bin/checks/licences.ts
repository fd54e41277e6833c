import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from './source.ts'

type Locked = { readonly version?: string; readonly license?: string; readonly dev?: boolean; readonly os?: string | readonly string[]; readonly optional?: boolean }
type Lock = { readonly packages: Readonly<Record<string, Locked>> }
type Manifest = { readonly dependencies?: Record<string, string>; readonly optionalDependencies?: Record<string, string>; readonly devDependencies?: Record<string, string> }

/** Licences under which a part may be shipped beside Apache-2.0 code in one box. */
const shippable = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'MPL-2.0', 'MPL 2.0', 'BlueOak-1.0.0', 'CC0-1.0', 'Unlicense']

const list = 'docs/dependencies.md'

/** The list of what we stand on, kept and shippable. */
export function checkLicences(top: string): Finding[] {
  const { lock, manifest } = read(top)
  const report = (text: string): Finding => ({ rule: 'licences', path: list, line: 1, text })
  const foreign = shipped(lock)
    .filter(({ license }) => !shippable.includes(license))
    .map(({ name, license }) => report(`${name} is under ${license}, which we do not ship`))
  const kept = readIfThere(join(top, list)) === describeDependencies(lock, manifest)
  return kept ? foreign : [...foreign, report('is not up to date: node bin/licences.js writes it')]
}

export function read(top: string): { lock: Lock; manifest: Manifest } {
  const json = (file: string) => JSON.parse(readFileSync(join(top, file), 'utf8'))
  return { lock: json('package-lock.json'), manifest: json('package.json') }
}

type Shipped = { readonly name: string; readonly version: string; readonly license: string }

/** Everything a box runs: all but development tools and the stubs no machine installs. */
function shipped(lock: Lock): Shipped[] {
  return entries(lock, ({ dev, os }) => !dev && ![os].flat().includes('none'))
}

function entries(lock: Lock, keep: (entry: Locked) => boolean): Shipped[] {
  const named = Object.entries(lock.packages)
    .filter(([place, entry]) => place !== '' && keep(entry))
    .map(([place, { version = '', license = 'unknown' }]) => ({ name: place.replace(/^.*node_modules\//, ''), version, license }))
  const unique = new Map(named.map((entry) => [`${entry.name}@${entry.version}`, entry]))
  return [...unique.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1))
}

/** The text of docs/dependencies.md. */
export function describeDependencies(lock: Lock, manifest: Manifest): string {
  const ours = { ...manifest.dependencies, ...manifest.optionalDependencies }
  const parts = shipped(lock)
  const table = (rows: readonly Shipped[]) => ['| package | version | licence |', '|---|---|---|', ...rows.map((row) => `| ${row.name} | ${row.version} | ${row.license} |`)]
  const chosen = (names: Record<string, string>, rows: readonly Shipped[]) => rows.filter(({ name, version }) => names[name] === version)
  const tools = chosen(manifest.devDependencies ?? {}, entries(lock, ({ dev }) => dev === true))
  return [
    '# What Lectern stands on',
    '',
    'Written by `node bin/licences.js` from the lock file; `npm run check` compares it and refuses a licence we may not ship.',
    '',
    '## Chosen by us, and shipped',
    '',
    ...table(chosen(ours, parts)),
    '',
    '## Brought along by those',
    '',
    ...table(parts.filter(({ name, version }) => ours[name] !== version)),
    '',
    '## For building and testing only',
    '',
    ...table(tools),
    '',
  ].join('\n')
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}
