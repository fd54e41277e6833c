import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPagesWhenStale } from '../bin/setup/pages.js'
import { CLASS, CODE, EvidenceWorld } from '../testkit/evidence-world.ts'
import { Firefox } from '../testkit/firefox.ts'
import { folderSink } from '../src/evidence/disk/sink.ts'
import { exportClass } from '../src/evidence/export/export-class.ts'
import { evidencePage } from '../src/hub/evidence/evidence-page.ts'
import { verifierText } from '../src/kernel/note.ts'
import { m } from '../src/words/messages.js'
import { axeFaults, overhang } from './support/inspect.ts'
import { NO_BROWSER, People, PHONE } from './support/people.ts'
import { story } from './support/story.ts'

/** Somebody who was not there has a folder, a browser and no network: what can they say of the class? */
describe.skipIf(NO_BROWSER)('story 28: evidence in a folder', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'lectern-evidence-')), `lectern-${CODE}`)
  const page = pathToFileURL(join(folder, 'verify.html')).href
  let people: People
  let reader: Page
  let key: string
  let receipt: string
  const chapter = story(28, () => people)

  beforeAll(async () => {
    buildPagesWhenStale()
    using world = new EvidenceWorld()
    world.begin()
    world.consent()
    for (let number = 0; number < 4; number += 1) world.seal()
    world.redact(2)
    key = verifierText(world.journal.identity.signer)
    receipt = join(folder, '..', 'receipt.txt')
    writeFileSync(receipt, world.journal.checkpoint() ?? '')
    await exportClass({ ...world.deps(), page: evidencePage('en') }, { classId: CLASS, code: CODE, actor: 'terminal', media: true, disclosures: false }, folderSink(folder))
    people = await People.arrive()
    reader = await people.open({ ...PHONE, offline: true })
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    rmSync(join(folder, '..'), { recursive: true, force: true })
  })

  const says = (text: string): Promise<void> => reader.getByText(text, { exact: true }).first().waitFor()
  const found = async (): Promise<(string | null)[]> => reader.locator('[data-code]').evaluateAll((lines) => lines.map((line) => line.getAttribute('data-code')))

  chapter('the page opens from the folder and says first that it proves nothing about itself', async () => {
    await reader.goto(page)
    await says(m.evidence_page_self())
    expect(await axeFaults(reader)).toEqual([])
    expect(await overhang(reader)).toEqual([])
  })

  chapter('the folder is chosen, and everything holds: but nobody says whose it is', async () => {
    await reader.getByLabel(m.evidence_page_pick()).setInputFiles(folder)
    await says(m.evidence_outcome_self_page())
    expect(await found()).toEqual(expect.arrayContaining(['KEY_UNTRUSTED', 'CHAIN_WHOLE', 'INCLUDED', 'SEGMENTS_GOOD', 'DECISION_GOOD', 'STATEMENTS_GOOD']))
    expect(await axeFaults(reader)).toEqual([])
    expect(await overhang(reader)).toEqual([])
  })

  chapter('with the box’s key, or with a checkpoint that was kept, it is trusted', async () => {
    await reader.getByLabel(m.evidence_page_key()).fill('lectern/hub_')
    await reader.getByRole('button', { name: m.evidence_page_check(), exact: true }).click()
    await says(m.evidence_page_key_bad())
    await reader.getByLabel(m.evidence_page_key()).fill(key)
    await reader.getByRole('button', { name: m.evidence_page_check(), exact: true }).click()
    await says(m.evidence_outcome_trusted())
    await reader.getByLabel(m.evidence_page_key()).fill('')
    await reader.getByLabel(m.evidence_page_seen()).setInputFiles(receipt)
    await says(m.evidence_outcome_trusted())
    expect(await found()).toContain('SEEN_GOOD')
  })

  chapter('a moment that was changed is named', async () => {
    const file = join(folder, 'media', '1-video.m4s')
    const bytes = readFileSync(file)
    bytes[7] = (bytes[7] ?? 0) ^ 4
    writeFileSync(file, bytes)
    await reader.getByLabel(m.evidence_page_pick()).setInputFiles(folder)
    await says(m.evidence_outcome_broken())
    await says(m.evidence_found_SEGMENT_CHANGED({ number: '1' }))
  })

  chapter('and nobody was asked for anything', () => {
    expect(people.strayRequests('')).toEqual([])
    expect(people.complaints()).toEqual([])
  })

  it.skipIf(!existsSync('/usr/bin/firefox-esr'))('Firefox opens it from the disk too, and comes to the same end', async () => {
    await using firefox = await Firefox.start()
    await firefox.goto(page)
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
      .map((entry) => ({ path: join(entry.parentPath, entry.name).slice(folder.length + 1), base64: readFileSync(join(entry.parentPath, entry.name)).toString('base64') }))
    const outcome = await firefox.evaluate(`(async () => {
      const chosen = new DataTransfer()
      for (const { path, base64 } of ${JSON.stringify(files)}) {
        const file = new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], path.split('/').at(-1))
        Object.defineProperty(file, 'webkitRelativePath', { value: 'lectern/' + path })
        chosen.items.add(file)
      }
      const field = document.querySelector('input[type=file]')
      field.files = chosen.files
      field.dispatchEvent(new Event('change', { bubbles: true }))
      for (let wait = 0; wait < 200 && !document.querySelector('[data-code]'); wait += 1) await new Promise((resolve) => setTimeout(resolve, 50))
      return { codes: [...document.querySelectorAll('[data-code]')].map((line) => line.dataset.code), text: document.body.innerText }
    })()`) as { codes: string[]; text: string }
    expect(outcome.codes).toEqual(expect.arrayContaining(['CHAIN_WHOLE', 'INCLUDED', 'SEGMENT_CHANGED']))
    expect(outcome.text).toContain(m.evidence_outcome_broken())
  })
})
