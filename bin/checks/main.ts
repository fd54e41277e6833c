import { fileURLToPath } from 'node:url'
import { root } from '../setup/files.js'
import { say } from '../setup/say.js'
import { checkFileShape } from './file-shape.ts'
import { checkImportLaw } from './import-law.ts'
import { checkImportRings } from './import-rings.ts'
import { runProgram } from './programs.ts'
import { checkPurity, checkSecureContext } from './purity.ts'
import { readSources, type Finding } from './source.ts'
import { checkLicences } from './licences.ts'
import { checkWords } from './words.ts'

/** `npm run check`: everything a reviewer should not have to look for. Exit code 1 when anything is found. */
export async function check(): Promise<number> {
  const top = fileURLToPath(root)
  const sources = readSources(top)
  const checks: Record<string, () => Finding[]> = {
    types: () => runProgram('types', top),
    style: () => runProgram('style', top),
    'dead code': () => runProgram('dead-code', top),
    'the import law': () => [...checkImportLaw(sources), ...checkImportRings(sources)],
    purity: () => [...checkPurity(sources), ...checkSecureContext(sources)],
    'names and sizes': () => checkFileShape(sources),
    words: () => checkWords(top, sources),
    licences: () => checkLicences(top),
  }
  let faults = 0
  for (const [what, run] of Object.entries(checks)) {
    say('checking', { what })
    const findings = run()
    for (const finding of findings) process.stdout.write(`  ${format(finding)}\n`)
    faults += findings.filter(({ question }) => !question).length
  }
  if (faults > 0) say('check_failed', { count: faults })
  else say('check_passed')
  return faults > 0 ? 1 : 0
}

function format({ rule, path, line, text }: Finding): string {
  return path === '' ? text : `${path}:${line} [${rule}] ${text}`
}
