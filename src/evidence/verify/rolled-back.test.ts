import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { CLASS, CODE, MemoryBundle } from '../../../testkit/evidence-world.ts'
import { hubTime } from '../../kernel/time.ts'
import { nodeCrypto } from '../../platform/crypto-node.ts'
import { openJournal } from '../../platform/journal/journal.ts'
import type { Journal } from '../../platform/journal/journal.ts'
import { openDatabase } from '../../platform/sqlite/database.ts'
import { exportClass } from '../export/export-class.ts'
import { verifyBundle } from './verify-bundle.ts'

const crypto = nodeCrypto()
const folder = mkdtempSync(join(tmpdir(), 'lectern-rolled-'))
const [file, backup] = [join(folder, 'hub.db'), join(folder, 'backup.db')]
const key = crypto.randomBytes(32)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The record on the disk, for as long as `work` takes. */
async function withJournal<T>(work: (journal: Journal) => T | Promise<T>): Promise<T> {
  const database = openDatabase(file, key)
  let ticks = 0
  const journal = openJournal({
    database, crypto, projectors: [], fault: (error) => { throw error },
    stamp: () => ({ boot: 'a'.repeat(16), monotonic: hubTime((ticks += 1)), wall: 1_800_000_000_000, uncertainty: null, quality: 'none' }),
  })
  try {
    return await work(journal)
  } finally {
    journal.close()
    database.close()
  }
}

const say = (journal: Journal, ...words: readonly string[]): void => words.forEach((word) => void journal.transact((tx) => tx.append({ kind: 'live.thing-said.1', classId: CLASS, actor: 'dev_a', body: { word } })))

async function exported(journal: Journal): Promise<MemoryBundle> {
  const bundle = new MemoryBundle()
  const recording = { segments: () => [], open: () => Promise.reject(new Error('nothing')), init: () => undefined, salt: () => undefined }
  await exportClass({ journal, recording, witnesses: [], cosign: () => Promise.resolve(), page: Uint8Array.of(), readme: '' }, { classId: CLASS, code: CODE, actor: 'dev_a', media: false, disclosures: false }, bundle)
  return bundle
}

it('a box whose database was put back to an earlier one is found out by whoever kept a checkpoint, also when it goes on from there', async () => {
  await withJournal((journal) => say(journal, 'one', 'two'))
  copyFileSync(file, backup)
  const kept = await withJournal((journal) => {
    say(journal, 'three', 'four', 'five')
    return journal.checkpoint() ?? ''
  })
  const verdict = async (): Promise<readonly string[]> => {
    const { outcome, findings } = await verifyBundle(await withJournal(exported), { keys: [], seen: [{ name: 'kept', text: kept }] }, crypto)
    return [outcome, ...findings.filter(({ step }) => step === 'seen').map(({ code }) => code)]
  }
  expect(await verdict()).toEqual(['trusted', 'SEEN_GOOD'])
  copyFileSync(backup, file)
  expect(await verdict()).toEqual(['broken', 'SEEN_BEYOND'])
  await withJournal((journal) => say(journal, 'four', 'five', 'six', 'seven'))
  expect(await verdict()).toEqual(['broken', 'SEEN_FORKED'])
})
