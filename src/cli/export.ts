import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { controlPath, ControlSays } from '../hub/evidence/control-socket.ts'
import type { ControlAsk } from '../hub/evidence/control-socket.ts'
import { exportFromFolder } from '../hub/evidence/export-from-folder.ts'
import { FolderClosed } from '../hub/evidence/open-folder.ts'
import { databaseSentence } from '../hub/greeting.ts'
import { Refused } from '../kernel/failures.ts'
import { verifierText } from '../kernel/note.ts'
import { DatabaseFailure } from '../platform/sqlite/failures.ts'
import { m } from '../words/messages.js'
import { getLocale } from '../words/runtime.js'
import { askBox, askPassphrase, configOf } from './ask-box.ts'
import { readArguments } from './arguments.ts'

const FAILED = 1
const BAD_USAGE = 2
const OPTIONS = {
  out: { type: 'string' }, tar: { type: 'string' }, disclose: { type: 'boolean' }, 'no-media': { type: 'boolean' }, data: { type: 'string' },
} as const

/** `lectern export CLASS`: writes the evidence of a class. Answers 0 when it is there, 1 when it could not be, 2 for bad usage. */
export async function exportBundle(args: readonly string[]): Promise<number> {
  const asked = readAsked(args)
  if (typeof asked === 'string') return told(asked, BAD_USAGE)
  const { data, witnesses, ask, path } = asked
  if (existsSync(ask.to.path)) return told(m.evidence_export_exists({ path }), BAD_USAGE)
  const done = await fromBox(data, ask) ?? await withoutBox(data, witnesses, ask)
  if (done.type === 'done') {
    process.stdout.write(`${m.evidence_export_done({ entries: done.entries, code: done.code, path })}\n${m.evidence_export_key({ key: done.key })}\n`)
    return 0
  }
  rmSync(ask.to.path, { recursive: true, force: true })
  return told(sentenceOf(done, ask, data), FAILED)
}

type Asked = { readonly data: string; readonly witnesses: readonly string[]; readonly ask: ControlAsk; /** As typed. */ readonly path: string }

function readAsked(args: readonly string[]): Asked | string {
  const parsed = readArguments(args, OPTIONS)
  if (!parsed) return m.evidence_export_usage()
  const { values, positionals: [code, ...more] } = parsed
  if (code === undefined || more.length > 0 || (values.out !== undefined && values.tar !== undefined)) return m.evidence_export_usage()
  const path = values.tar ?? values.out ?? `lectern-${code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`
  const config = configOf(values.data)
  if (typeof config === 'string') return config
  return {
    data: config.data, witnesses: config.witnesses.map(({ key }) => verifierText(key)), path,
    ask: {
      code, media: !(values['no-media'] ?? false), disclosures: values.disclose ?? false, locale: getLocale(),
      to: { kind: values.tar === undefined ? 'folder' : 'tar', path: resolve(path) },
    },
  }
}

/** Null when no box answers. */
async function fromBox(data: string, ask: ControlAsk): Promise<ControlSays | null> {
  if (!existsSync(controlPath(data))) return null
  let last: ControlSays = { type: 'failed', reason: '' }
  return await askBox(data, ask, (line) => {
    last = ControlSays.parse(line)
    showProgress(last)
  }) ? last : null
}

async function withoutBox(data: string, witnesses: readonly string[], ask: ControlAsk): Promise<ControlSays> {
  try {
    return await exportFromFolder(data, ask, { witnesses, passphrase: askPassphrase, onProgress: showProgress })
  } catch (error) {
    if (error instanceof FolderClosed) return { type: 'refused', code: error.code }
    if (error instanceof Refused) return { type: 'refused', code: error.code }
    if (error instanceof DatabaseFailure) return { type: 'failed', reason: databaseSentence(error.code, data) }
    return { type: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
}

function showProgress(says: ControlSays): void {
  if (says.type !== 'progress' || !process.stderr.isTTY) return
  process.stderr.write(`\r\u001b[K${says.done === says.of ? '' : m.evidence_export_progress({ done: says.done, of: says.of })}`)
}

function sentenceOf(says: Exclude<ControlSays, { type: 'done' }>, { code }: ControlAsk, data: string): string {
  if (says.type === 'failed') return m.evidence_export_failed({ reason: says.reason })
  if (says.type === 'progress') return m.evidence_export_failed({ reason: '' })
  switch (says.code) {
    case 'HUB_LOCKED': return m.evidence_export_locked()
    case 'CLASS_UNKNOWN': return m.evidence_export_no_class({ code })
    case 'EXPORT_DISTURBED': return m.evidence_export_disturbed()
    case 'NO_BOX': return existsSync(join(data, 'tour')) ? m.evidence_export_sample() : m.evidence_export_no_box({ path: data })
    case 'WRONG_PASSPHRASE': return m.evidence_export_wrong()
    default: return m.evidence_export_failed({ reason: says.code })
  }
}

function told(sentence: string, exit: number): number {
  process.stderr.write(`${sentence}\n`)
  return exit
}
