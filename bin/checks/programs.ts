import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { root } from '../setup/files.js'
import type { Finding } from './source.ts'

/** The checks others wrote. Each gets the tree as its folder and answers in lines, which become findings. */
export type Program = 'types' | 'style' | 'dead-code'

const programs: Record<Program, { file: string; args: readonly string[] }> = {
  types: { file: 'typescript/bin/tsc', args: ['--noEmit', '--pretty', 'false'] },
  style: { file: 'oxlint/bin/oxlint', args: ['-c', '.oxlintrc.json', '--format', 'unix'] },
  'dead-code': { file: 'knip/bin/knip.js', args: ['--no-progress', '--reporter', 'symbols'] },
}

/**
 * Runs one in `top`. Every line it prints is a finding when it fails; a program that cannot run is one
 * too, so that a broken tool never passes.
 */
export function runProgram(name: Program, top: string): Finding[] {
  const { file, args } = programs[name]
  const script = fileURLToPath(new URL(`node_modules/${file}`, root))
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: top, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (status === 0) return []
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '')
  const texts = lines.length > 0 ? lines : [`ended with ${status} and no word`]
  return texts.map((text) => ({ rule: name, path: '', line: 0, text }))
}
