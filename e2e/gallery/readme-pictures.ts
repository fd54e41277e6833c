import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'
import { launchChromium } from '../../testkit/chromium.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { Box } from '../support/box.ts'
import { LearnerPage } from '../support/learner-page.ts'
import { StudioPage } from '../support/studio-page.ts'
import { drawTeacher } from './drawn-teacher.ts'

/** The pictures of the README, taken of a real class: `node e2e/gallery/readme-pictures.ts`. */
const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))
const PEOPLE = [['Imani', 'room'], ['Noor', 'room'], ['Ben', 'room'], ['Rosa', 'venue'], ['Priya', 'elsewhere'], ['Samuel', 'elsewhere']] as const

await using box = await Box.start()
const browser = await launchChromium()
try {
  const desk = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' })
  await withDrawnCamera(desk)
  const studio = new StudioPage(await desk.newPage())
  await studio.page.goto(box.studioLink)
  await studio.page.getByRole('button', { name: 'Later' }).click()
  await studio.openLobby('Shoulders that stop aching')
  const phones: Page[] = []
  for (const [name, seat] of PEOPLE) {
    const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: name === 'Priya' ? 'light' : 'dark' })
    const learner = new LearnerPage(await phone.newPage())
    await learner.follow(box.learnerLink())
    await learner.sit(seat, name)
    phones.push(learner.page)
  }
  await studio.page.getByRole('button', { name: 'Camera' }).click()
  await studio.page.getByRole('button', { name: 'Begin the class' }).click()
  const priya = phones[4]
  if (priya === undefined) throw new Error('nobody named Priya')
  await waitFor('a picture on the phone', () => priya.evaluate(() => (document.querySelector('video')?.videoWidth ?? 0) > 600), { within: 20_000 })
  await priya.getByRole('button', { name: /Hand/ }).click()
  for (const phone of phones.slice(0, 5)) await phone.getByRole('button', { name: /Done one/ }).click()
  // Seven windows have just opened on one machine; the picture shows a class that has settled.
  await waitFor('a cue that all felt together', async () => {
    const result = studio.page.locator('.cue-result')
    const before = await result.innerText()
    await studio.page.locator('.btn-cue').click()
    await waitFor('another result', async () => await result.innerText() !== before, { within: 5000 })
    await waitFor('all to have played', async () => /6 of 6/.test(await result.innerText()), { within: 5000 })
    return /6 of 6 played, 1?\d ms/.test(await result.innerText())
  }, { within: 60_000 })
  await studio.page.screenshot({ path: `${folder}studio.png` })
  await priya.screenshot({ path: `${folder}learner.png` })
} finally {
  await browser.close()
}

/** The camera of this machine shows a drawn teacher. */
async function withDrawnCamera(context: BrowserContext): Promise<void> {
  await context.grantPermissions(['camera', 'microphone'])
  await context.addInitScript(`(() => {
    ${drawTeacher.toString()}
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async (wish) => {
      const sound = await real({ audio: wish.audio })
      return new MediaStream([...drawTeacher().getVideoTracks(), ...sound.getAudioTracks()])
    }
  })()`)
}
