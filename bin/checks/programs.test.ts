import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../setup/files.js'
import { runProgram, type Program } from './programs.ts'

/** Faults by the file they are planted in, each with what the check must say about it. */
type Planted = Record<string, { text: string; says: string }>

const wrongTypes: Planted = {
  'wrong-type.ts': { text: `export const a: number = 'one'`, says: 'TS2322' },
  'missing-index.ts': { text: `export const a: number = [1][0]`, says: 'TS2322' },
  'enum-node-cannot-run.ts': { text: `export enum A { B }`, says: 'TS1294' },
  'type-imported-as-value.ts': { text: `import { PathLike } from 'node:fs'\nexport type A = PathLike`, says: 'TS1484' },
}

const wrongStyle: Planted = {
  'empty-catch.ts': { text: `try { f() } catch {}`, says: 'no-empty' },
  'any.ts': { text: `export const a: any = 1`, says: 'no-explicit-any' },
  'thrown-text.ts': { text: `throw 'no'`, says: 'no-throw-literal' },
  'console.ts': { text: `console.log(1)`, says: 'no-console' },
  'never-null.ts': { text: `export const a = f()!`, says: 'no-non-null-assertion' },
  'silenced.ts': { text: `// @ts-ignore\nexport const a = 1`, says: 'ban-ts-comment' },
  'lenient.ts': { text: `export const a = b == 1`, says: 'eqeqeq' },
}

const dead: Planted = {
  'lonely.ts': { text: `export const alone = 1`, says: 'lonely.ts' },
  'used.ts': { text: `export function used(): void {}\nexport function unused(): void {}`, says: 'unused' },
}

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

/** A small sound tree under our own settings, with the faults planted in it; the lines the program says about it. */
function findingsIn(name: Program, planted: Planted): string[] {
  const top = mkdtempSync(join(tmpdir(), 'lectern-check-'))
  folders.push(top)
  for (const file of ['tsconfig.json', '.oxlintrc.json', 'knip.json', 'package.json']) cpSync(new URL(file, root), join(top, file))
  symlinkSync(fileURLToPath(new URL('node_modules', root)), join(top, 'node_modules'))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(top, path)), { recursive: true })
    writeFileSync(join(top, path), text)
  }
  write('src/cli/main.ts', `import { used } from '../kernel/used.ts'\n\nused()\n`)
  write('src/kernel/used.ts', `export function used(): void {\n  if (import.meta.url === '') throw new Error('nowhere')\n}\n`)
  for (const [file, { text }] of Object.entries(planted)) write(`src/kernel/${file}`, text)
  return runProgram(name, top).map((finding) => finding.text)
}

it('no fault is found in the types and the style of a sound tree', { timeout: 60_000 }, () => {
  expect(findingsIn('types', {})).toEqual([])
  expect(findingsIn('style', {})).toEqual([])
})

describe.each([
  ['types', wrongTypes],
  ['style', wrongStyle],
  ['dead-code', dead],
] as const)('the check of %s', (name, planted) => {
  let findings: string[]
  beforeAll(() => {
    findings = findingsIn(name, planted)
  }, 60_000)

  it.each(Object.keys(planted))('finds %s', (file) => {
    expect(findings.filter((line) => line.includes(file)).join('\n')).toContain(planted[file]?.says)
  })
})
