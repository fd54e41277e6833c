import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { bundleOnDisk } from '../evidence/disk/bundle-on-disk.ts'
import { findingSentence, stepName } from '../evidence/report/finding-sentences.ts'
import type { Finding } from '../evidence/verify/finding.ts'
import { verifyBundle } from '../evidence/verify/verify-bundle.ts'
import type { Outcome, Trust, Verdict, VerifyOptions } from '../evidence/verify/verify-bundle.ts'
import { Malformed } from '../kernel/failures.ts'
import { parseVerifier } from '../kernel/note.ts'
import type { Verifier } from '../kernel/note.ts'
import { nodeCrypto, sha256Of } from '../platform/crypto-node.ts'
import { m } from '../words/messages.js'
import { readArguments } from './arguments.ts'

const EXITS: Readonly<Record<Outcome, number>> = { trusted: 0, broken: 1, 'self-consistent': 3 }
const BAD_USAGE = 2
const OPTIONS = { trust: { type: 'string', multiple: true }, seen: { type: 'string', multiple: true }, json: { type: 'boolean' } } as const

/** `lectern verify BUNDLE`: 0 trusted, 3 only self-consistent, 1 broken, 2 bad usage. Needs neither a box nor a network. */
export async function verify(args: readonly string[]): Promise<number> {
  const asked = readAsked(args)
  if (typeof asked === 'string') return badUsage(asked)
  const files = await bundleOnDisk(resolve(asked.path))
  if (files === null) return badUsage(m.evidence_no_bundle({ path: asked.path }))
  const verdict = await verifyBundle(files, asked.trust, nodeCrypto(), { onStep: progress(asked.json), digest: sha256Of })
  process.stdout.write(asked.json ? `${JSON.stringify(verdict, null, 2)}\n` : checklist(verdict))
  return EXITS[verdict.outcome]
}

type Asked = { readonly path: string; readonly trust: Trust; readonly json: boolean }

/** A sentence when there is nothing to do. */
function readAsked(args: readonly string[]): Asked | string {
  const parsed = readArguments(args, OPTIONS)
  if (!parsed) return m.evidence_verify_usage()
  const { values, positionals: [path, ...more] } = parsed
  if (path === undefined || more.length > 0) return m.evidence_verify_usage()
  const keys: Verifier[] = []
  for (const one of values.trust ?? []) {
    const key = readKey(one)
    if (!key) return m.evidence_bad_key({ key: one })
    keys.push(key)
  }
  const seen: Trust['seen'][number][] = []
  for (const name of values.seen ?? []) {
    if (!existsSync(name)) return m.evidence_no_file({ path: name })
    seen.push({ name, text: readFileSync(name, 'utf8') })
  }
  return { path, trust: { keys, seen }, json: values.json ?? false }
}

function readKey(typed: string): Verifier | null {
  const text = existsSync(typed) ? readFileSync(typed, 'utf8').trim() : typed
  try {
    return parseVerifier(text, nodeCrypto())
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}

const MARKS = { good: '✓', told: '·', bad: '✗' } as const

function checklist({ findings, outcome }: Verdict): string {
  const lines: string[] = []
  let step: Finding['step'] | undefined
  for (const finding of findings) {
    if (finding.step !== step) lines.push(stepName(finding.step))
    step = finding.step
    lines.push(`  ${MARKS[finding.state]} ${findingSentence(finding)}`)
  }
  const told = { trusted: m.evidence_outcome_trusted, 'self-consistent': m.evidence_outcome_self, broken: m.evidence_outcome_broken }[outcome]
  return `${lines.join('\n')}\n\n${told()}\n`
}

/** On the line of a terminal that somebody looks at; nothing for a program. */
function progress(isQuiet: boolean): VerifyOptions['onStep'] {
  if (isQuiet || !process.stderr.isTTY) return undefined
  return (step, share) => {
    const words = share === 0 ? m.evidence_working({ step: stepName(step) }) : m.evidence_working_share({ step: stepName(step), share: Math.round(share * 100) })
    process.stderr.write(`\r\u001b[K${step === 'seen' ? '' : words}`)
  }
}

function badUsage(sentence: string): number {
  process.stderr.write(`${sentence}\n`)
  return BAD_USAGE
}
