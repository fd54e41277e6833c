import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchChromium } from '../../../../../testkit/chromium.ts'
import { FedRecorder, soundPackets, together, videoPackets } from '../../../../../testkit/fed-recorder.ts'
import { FFMPEG, FILM_START, hasFfmpeg, makeFilm } from '../../../../../testkit/streams/film.ts'
import type { Film } from '../../../../../testkit/streams/film.ts'
import { buildPlayerPage } from '../../../../../testkit/streams/player-page.ts'
import type { PlayerProbe } from '../../../../../testkit/streams/player-page-script.ts'
import { StreamBox } from '../../../../../testkit/streams/stream-box.ts'
import { waitFor } from '../../../../../testkit/wait-for.ts'
import { hubTime } from '../../../../kernel/time.ts'
import type { VideoName } from '../../../../media/testing/recorded-media.ts'
import { ffmpegCoder } from '../../hub/redaction/ffmpeg-coder.ts'
import type { ReplacedBy } from '../../wire/words.ts'

declare const probe: PlayerProbe
declare const looks: Look[]
/** One presented frame: seconds of the stream, mean brightness, and how much neighbours differ within sixteen blocks across. */
type Look = { readonly at: number; readonly brightness: number; readonly detail: number }

/** What the recorder makes of packets of a codec, as a film of five segments; the last one is as long as it comes. */
function recordedFilm(name: VideoName): Film {
  const fed = new FedRecorder()
  fed.video(name)
  fed.sound()
  fed.feed(together(videoPackets(name, 12), soundPackets(12)))
  fed.finish()
  return {
    inits: [...fed.inits.values()],
    segment: (number) => fed.segments[number] ?? (() => { throw new Error(`no segment ${number}`) })(),
  }
}

describe.runIf(hasFfmpeg && chromiumPath() !== undefined)('a recording of which something was removed, in Chromium', () => {
  let browser: Browser
  let folder: string
  let removePage: () => void
  beforeAll(async () => {
    const [page, launched] = await Promise.all([buildPlayerPage(), launchChromium()])
    browser = launched
    folder = page.folder
    removePage = page.remove
  }, 120_000)
  afterAll(async () => {
    await browser.close()
    removePage()
  })

  async function play(box: StreamBox): Promise<Page> {
    const page = await browser.newPage()
    await page.goto(`${await box.listen(folder)}/?code=${box.code}&of=replay`)
    await page.waitForFunction(() => 'probe' in globalThis)
    await page.evaluate(() => {
      const canvas = new OffscreenCanvas(320, 180)
      const brush = canvas.getContext('2d', { willReadFrequently: true })
      const video = document.querySelector('video')
      const seen: Look[] = []
      Object.assign(globalThis, { looks: seen })
      const look = (): void => {
        if (!video || !brush) return
        brush.drawImage(video, 0, 0, 320, 180)
        const { data } = brush.getImageData(0, 0, 320, 180)
        let [sum, steps] = [0, 0]
        for (let at = 0; at < data.length; at += 4) {
          sum += data[at + 1] ?? 0
          // Where sixteen blocks across meet there is a step in blocks too.
          const place = (at / 4) % 20
          if (place > 3 && place < 17) steps += Math.abs((data[at + 1] ?? 0) - (data[at - 3] ?? 0))
        }
        seen.push({ at: video.currentTime, brightness: sum / 57_600, detail: steps / 57_600 })
        video.requestVideoFrameCallback(look)
      }
      video?.requestVideoFrameCallback(look)
      if (video) video.defaultPlaybackRate = 3
      probe.start()
    })
    return page
  }

  it.each<[string, () => Promise<Film> | Film, ReplacedBy]>([
    ['H.264, black', () => makeFilm(10), 'silence'], ['H.264, in blocks', () => makeFilm(10), 'tone'],
    ['VP9, black', () => recordedFilm('vp9-96x64'), 'silence'], ['VP9, in blocks', () => recordedFilm('vp9-96x64'), 'tone'], ['AV1, black', () => recordedFilm('av1-96x64'), 'silence'],
  ])('%s: plays across both seams to its end, without a stop', async (_, makeIt, means) => {
    const film = await makeIt()
    await using box = new StreamBox(film, { coder: ffmpegCoder(FFMPEG) })
    box.phase = 'closed'
    box.viewer = () => 'crew'
    for (let number = 0; number < 5; number += 1) await box.seal(number, FILM_START)
    await waitFor('the encoder to be known', () => Promise.resolve(box.redactions.meansHere().length > 1), { within: 20_000 })
    const [first, , , last] = box.deps.shelf.segments(box.classId)
    const [from, to] = [(first?.to ?? 0) + 100_000, (last?.from ?? 0) - 100_000]
    expect(await box.redact(box.wallSpan(from, to), { sound: true, picture: true }, means)).toEqual([1, 2])
    const page = await play(box)
    await page.waitForFunction(() => probe.events.some(({ type }) => type === 'ended' || type === 'failed'), undefined, { timeout: 40_000 })
    const { seen, told, at } = await page.evaluate(() => ({ seen: looks, told: [...new Set(probe.events.map(({ type }) => type))], at: probe.player.programmeTime() ?? 0 }))
    expect(told).toEqual(['opened', 'spans', 'progress', 'ended'])
    expect(at).toBeGreaterThan(hubTime((box.deps.shelf.segments(box.classId).at(-1)?.to ?? 0) - 400_000))
    const begin = (from - (first?.from ?? 0)) / 1e6
    const end = (to - (first?.from ?? 0)) / 1e6
    const within = seen.filter((look) => look.at > begin + 0.2 && look.at < end - 0.2)
    const outside = seen.filter((look) => look.at < begin - 0.4 || look.at > end + 0.4)
    expect(within.length).toBeGreaterThan(0)
    expect(outside.length).toBeGreaterThan(20)
    if (means === 'silence') expect(Math.max(...within.map(({ brightness }) => brightness))).toBeLessThan(8)
    expect(Math.min(...outside.map(({ brightness }) => brightness))).toBeGreaterThan(20)
    const mean = (some: readonly Look[]): number => some.reduce((sum, { detail }) => sum + detail, 0) / some.length
    expect(mean(within)).toBeLessThan(mean(outside) / 3)
    await page.close()
  }, 120_000)
})
