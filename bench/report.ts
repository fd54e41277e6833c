import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, release, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'

const FOLDER = new URL('../out/bench/', import.meta.url)

export type Cell = string | number | undefined

/** Columns as wide as their widest cell; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const shown = [head, ...rows].map((row) => row.map(text))
  const widths = head.map((_, column) => Math.max(...shown.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[], index: number): string =>
    row.map((cell, column) => (typeof rows[Math.max(0, index - 1)]?.[column] === 'string' ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd()
  return shown.map(line).join('\n')
}

function text(cell: Cell): string {
  if (cell === undefined) return '–'
  if (typeof cell === 'string') return cell
  if (Number.isInteger(cell)) return String(cell)
  return cell.toFixed(Math.abs(cell) < 1 ? 3 : Math.abs(cell) < 100 ? 2 : 0)
}

/** The middle value; the mean of the two middle ones for an even count. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return Number.isInteger(half) ? ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2 : (sorted[Math.floor(half)] ?? NaN)
}

/** Writes `out/bench/NAME.json` with what was measured and where; returns its path. */
export async function writeReport(name: string, content: object): Promise<string> {
  const file = fileURLToPath(new URL(`${name}.json`, FOLDER))
  await mkdir(fileURLToPath(FOLDER), { recursive: true })
  await writeFile(file, `${JSON.stringify({ measured: new Date().toISOString(), machine: machine(), ...content }, undefined, 2)}\n`)
  return file
}

function machine(): object {
  return {
    cores: availableParallelism(), cpu: cpus()[0]?.model ?? 'unknown', memoryMegabytes: Math.round(totalmem() / 1e6),
    kernel: release(), node: process.version, commit: commit(),
  }
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    // Measured from an unpacked archive, which knows no commit.
    return 'unknown'
  }
}
