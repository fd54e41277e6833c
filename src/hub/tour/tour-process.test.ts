import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { HubProcess } from '../../../testkit/hub-process.ts'
import { Child } from '../../../testkit/media/child.ts'
import { Page } from '../../../testkit/page.ts'
import { waitFor } from '../../../testkit/wait-for.ts'
import { studio } from '../../features/live/wire/routes.ts'
import { makeItYours } from '../../features/live/wire/tour.ts'
import { hello, pairDevice, whoAmI } from '../../features/people/wire/routes.ts'
import { Refused } from '../../kernel/failures.ts'
import { Unreachable } from '../../ui/client.ts'

/** Two processes start, twice, on a machine that may be busy. */
const WITHIN_MS = 150_000
const SUPERVISED = fileURLToPath(new URL('../../../testkit/supervised-hub.ts', import.meta.url))
const WISH = { passphrase: null, title: 'Shoulders', plan: { objective: '', items: [] }, label: 'Laptop' }

async function tourist(box: HubProcess): Promise<Page> {
  const page = new Page(box.base)
  await page.client.call(pairDevice, { input: { ticket: await box.tourTicket(), label: 'Laptop' } })
  return page
}

const isSample = async (page: Page): Promise<boolean> => (await page.client.call(hello)).sample
const classesOf = async (page: Page): Promise<unknown[]> => (await page.client.call(studio)).classes.map(({ title, phase, sample }) => ({ title, phase, sample }))

/** Waits for the real box on the sample's address. */
async function awaitReal(page: Page): Promise<void> {
  await waitFor('the real box', async () => {
    try {
      return !await isSample(page)
    } catch (error) {
      if (error instanceof Unreachable) return false // Between the two nobody listens.
      throw error
    }
  }, { within: 30_000 })
}

describe('a first start', { timeout: WITHIN_MS }, () => {
  it('shows a sample class that a crash does not end, and becomes the box of whoever asks, with nothing left of the sample', async () => {
    await using box = await HubProcess.startTour()
    const page = await tourist(box)
    expect(await classesOf(page)).toEqual([{ title: 'Shoulders that stop aching', phase: 'live', sample: true }])
    expect(readdirSync(box.folder).sort()).toEqual(['cache', 'tour'])

    await box.isBack(box.kill())
    expect(await classesOf(page)).toHaveLength(1)
    const [sample = ''] = readdirSync(join(box.folder, 'tour'))
    expect(readdirSync(join(box.folder, 'tour', sample, 'keys'))).toEqual([])
    const spent = await box.tourTicket()

    await page.client.call(makeItYours, { input: WISH })
    await awaitReal(page)
    expect(await classesOf(page)).toEqual([{ title: 'Shoulders', phase: 'draft', sample: false }])
    expect((await page.client.call(whoAmI)).roles).toEqual(['host'])
    for (const gone of ['tour', 'beginning', 'beginning.making']) expect(existsSync(join(box.folder, gone))).toBe(false)

    const late = new Page(box.base)
    await expect(late.client.call(pairDevice, { input: { ticket: spent, label: '' } })).rejects.toMatchObject({ code: 'TICKET_UNKNOWN' })
    await expect(page.client.call(makeItYours, { input: WISH })).rejects.toMatchObject({ code: 'NO_SAMPLE' })
  })

  it('forgets its sample with the machine\'s power, and shows another', async () => {
    await using box = await HubProcess.startTour()
    await tourist(box)
    const before = readdirSync(join(box.folder, 'tour'))
    await box.powerCycle()
    const after = readdirSync(join(box.folder, 'tour'))
    expect([before.length, after.length, after[0] === before[0]]).toEqual([1, 1, false])
    expect(await isSample(new Page(box.base))).toBe(true)
    expect(await box.stop()).toBe(0)
    expect(readdirSync(box.folder)).toEqual(['cache'])
  })

  it('that finds its port taken leaves the sample of the box that has it alone', async () => {
    await using box = await HubProcess.startTour()
    await using second = new Child('a second box', process.execPath, [SUPERVISED], {
      LECTERN_PORT: new URL(box.base).port, LECTERN_DATA: box.folder, LECTERN_TOUR: 'on', LECTERN_LANGUAGE: 'en',
    })
    expect(await second.ended(WITHIN_MS)).toBe(2)
    expect(await classesOf(await tourist(box))).toHaveLength(1)
    expect(readdirSync(join(box.folder, 'tour'))).toHaveLength(1)
  })

  it.each(['beginning.making/db/lectern.db', 'beginning', 'keys/database-key'])('is a sample again or the real box, and no half of either, after the power failed when %s appeared', async (instant) => {
    await using box = await HubProcess.startTour()
    const page = await tourist(box)
    const asked = page.client.call(makeItYours, { input: WISH }).catch((error: unknown) => {
      if (!(error instanceof Unreachable || error instanceof Refused)) throw error // It dies under the question.
    })
    await waitFor(instant, () => existsSync(join(box.folder, instant)) || existsSync(join(box.folder, 'keys/database-key')), { within: 30_000 })
    await box.powerCycle()
    await asked

    if (await isSample(page)) {
      expect(readdirSync(box.folder).sort()).toEqual(['cache', 'tour'])
      expect(await classesOf(await tourist(box))).toMatchObject([{ phase: 'live', sample: true }])
    } else {
      expect(await classesOf(page)).toEqual([{ title: 'Shoulders', phase: 'draft', sample: false }])
      for (const gone of ['tour', 'beginning', 'beginning.making']) expect(existsSync(join(box.folder, gone))).toBe(false)
    }
  })
})
