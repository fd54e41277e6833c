import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { clipDeps } from '../hub/clip-core.ts'
import { clipSentence } from '../hub/evidence/clip-sentence.ts'
import { clipToDisk, ClipSays } from '../hub/evidence/clip-to-disk.ts'
import type { ClipAsk } from '../hub/evidence/clip-to-disk.ts'
import { controlPath } from '../hub/evidence/control-socket.ts'
import { FolderClosed, withFolder } from '../hub/evidence/open-folder.ts'
import { databaseSentence } from '../hub/greeting.ts'
import { Refused } from '../kernel/failures.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { DatabaseFailure } from '../platform/sqlite/failures.ts'
import { m } from '../words/messages.js'
import { getLocale } from '../words/runtime.js'
import { askBox, askPassphrase, configOf } from './ask-box.ts'
import { readArguments } from './arguments.ts'

const FAILED = 1
const BAD_USAGE = 2
const OPTIONS = { from: { type: 'string' }, to: { type: 'string' }, out: { type: 'string' }, data: { type: 'string' } } as const
const MEGABYTE = 1_000_000

/** `lectern clip CLASS`: writes a recording, or a stretch of it, as a film with its manifest. Answers 0 when it is there, 1 when it could not be, 2 for bad usage. */
export async function clip(args: readonly string[]): Promise<number> {
  const asked = readAsked(args)
  if (typeof asked === 'string') return told(asked, BAD_USAGE)
  const { data, ask } = asked
  if (existsSync(ask.path)) return told(m.clip_exists({ path: ask.path }), BAD_USAGE)
  const says = await fromBox(data, ask) ?? await withoutBox(data, ask)
  if (says.type !== 'done') return told(sentenceOf(says, ask, data), FAILED)
  for (const { path, bytes } of says.files) process.stdout.write(`${m.clip_done({ path, megabytes: (bytes / MEGABYTE).toFixed(1) })}\n`)
  process.stdout.write(`${m.clip_trust({ path: says.authority })}\n`)
  return 0
}

function readAsked(args: readonly string[]): { readonly data: string; readonly ask: ClipAsk } | string {
  const parsed = readArguments(args, OPTIONS)
  if (!parsed) return m.clip_usage()
  const { values, positionals: [code, ...more] } = parsed
  const [from, to] = [timeOf(values.from), timeOf(values.to)]
  if (code === undefined || more.length > 0 || from === undefined || to === undefined || (from !== null && to !== null && from >= to)) return m.clip_usage()
  const path = values.out ?? `lectern-${code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}.mp4`
  const config = configOf(values.data)
  if (typeof config === 'string') return config
  return { data: config.data, ask: { want: 'clip', code, from, to, path: resolve(path) } }
}

/** `hh:mm:ss`, `mm:ss` or seconds, as milliseconds; null for none, undefined for what is no time. */
function timeOf(text: string | undefined): number | null | undefined {
  if (text === undefined) return null
  if (!/^(?:(?:\d{1,3}:)?[0-5]?\d:)?[0-5]?\d$|^\d{1,6}$/.test(text)) return undefined
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000
}

async function fromBox(data: string, ask: ClipAsk): Promise<ClipSays | null> {
  if (!existsSync(controlPath(data))) return null
  let last: ClipSays = { type: 'failed', reason: '' }
  return await askBox(data, ask, (line) => { last = ClipSays.parse(line) }) ? last : null
}

async function withoutBox(data: string, ask: ClipAsk): Promise<ClipSays> {
  try {
    return await withFolder(data, askPassphrase, ({ journal, blobs }) => clipToDisk(clipDeps({ journal, crypto: nodeCrypto(), blobs }), ask))
  } catch (error) {
    if (error instanceof FolderClosed) return { type: 'refused', code: error.code, details: {} }
    if (error instanceof Refused) return { type: 'refused', code: error.code, details: error.details }
    if (error instanceof DatabaseFailure) return { type: 'failed', reason: databaseSentence(error.code, data) }
    return { type: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
}

function sentenceOf(says: Exclude<ClipSays, { type: 'done' }>, { code }: ClipAsk, data: string): string {
  if (says.type === 'failed') return m.clip_failed({ reason: says.reason })
  switch (says.code) {
    case 'HUB_LOCKED': return m.evidence_export_locked()
    case 'CLASS_UNKNOWN': return m.evidence_export_no_class({ code })
    case 'NO_BOX': return existsSync(join(data, 'tour')) ? m.evidence_export_sample() : m.evidence_export_no_box({ path: data })
    case 'WRONG_PASSPHRASE': return m.evidence_export_wrong()
    default: return clipSentence(says.code, says.details, getLocale())
  }
}

function told(sentence: string, exit: number): number {
  process.stderr.write(`${sentence}\n`)
  return exit
}
