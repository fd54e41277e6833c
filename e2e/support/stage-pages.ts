import { m } from '../../src/words/messages.js'
import { waitFor } from '../../testkit/wait-for.ts'
import type { LearnerPage } from './learner-page.ts'
import type { StudioPage } from './studio-page.ts'

type Line = 'programme' | 'voice 0' | 'voice 1' | 'private'
type OnePage = Pick<LearnerPage | StudioPage, 'page'>
const ASKS = { voice: m.studio_stage_ask_voice, picture: m.studio_stage_ask_picture, private: m.studio_stage_ask_private }
const WITHIN_MS = 20_000
/** Energy as WebRTC counts it, full scale for a second being 1; the browser's made-up microphone beeps at a thousand times that. */
const AUDIBLE = 1e-5

/** The stage as the pages show it and as their peer connections carry it. */
export class StagePages {
  readonly #studio: StudioPage

  constructor(studio: StudioPage) {
    this.#studio = studio
  }

  async ask(name: string, how: keyof typeof ASKS): Promise<void> {
    const button = this.#studio.button(m.studio_stage_ask_label({ name })).first()
    if (!await button.isVisible()) await this.#studio.button(m.studio_stage()).click()
    await button.click()
    await this.#studio.page.getByRole('dialog', { name: m.studio_stage_ask_title({ name }) }).getByRole('button', { name: ASKS[how](), exact: true }).click()
  }

  async end(name: string): Promise<void> {
    await this.#studio.button(m.studio_key_of({ key: m.studio_stage_end(), name })).click()
  }

  /** Devices that a page holds now. */
  captured({ page }: OnePage): Promise<number> {
    return page.evaluate(() => probe.captured.filter((track) => track.readyState === 'live').length)
  }

  /** Waits until these lines sound from a page, and no other. */
  async playsOnly(who: OnePage, ...lines: readonly Line[]): Promise<void> {
    let now: readonly Line[] = []
    await waitFor(() => `${lines.join(', ')} to sound alone; what sounds: ${now.join(', ')}`, async () => {
      now = await this.#played(who)
      return now.join() === lines.join()
    }, { within: WITHIN_MS })
  }

  #played({ page }: OnePage): Promise<Line[]> {
    return page.evaluate(() => {
      const names = ['programme', 'voice 0', 'voice 1'] as const
      const sounding = new Set<MediaStreamTrack>([...probe.players]
        .filter((player) => player.tagName === 'AUDIO' && !player.paused && !player.muted && player.srcObject instanceof MediaStream)
        .flatMap((player) => (player.srcObject as MediaStream).getAudioTracks()))
      return probe.connections.filter((connection) => connection.connectionState === 'connected').flatMap((connection) => {
        const lines = connection.getTransceivers().filter(({ receiver, direction }) => receiver.track.kind === 'audio' && direction === 'recvonly')
        return lines.flatMap(({ receiver }, line) => (sounding.has(receiver.track) ? [lines.length === 1 ? 'private' as const : names[line] ?? 'private'] : []))
      })
    })
  }

  async packetsOn(who: OnePage, line: Line): Promise<number> {
    return (await this.#received(who, line)).packets
  }

  /** Waits until sound that is no silence comes on a line. */
  async soundComesOn(who: OnePage, line: Line): Promise<void> {
    const before = await this.#received(who, line)
    await waitFor(`sound on ${line}`, async () => (await this.#received(who, line)).energy > before.energy + AUDIBLE, { within: WITHIN_MS })
  }

  /** Waits until no packet came on a line for a while, counted in samples of the programme's, which go on. */
  async fallsSilent(who: OnePage, line: Line): Promise<void> {
    let [packets, since] = [-1, 0]
    await waitFor(`nothing more on ${line}`, async () => {
      const [now, beside] = [await this.packetsOn(who, line), await this.packetsOn(who, 'programme')]
      if (now !== packets) [packets, since] = [now, beside]
      return beside > since + 50
    }, { within: WITHIN_MS })
  }

  /** Waits until the guest's picture in the studio has presented some frames. */
  async pictureMoves({ page }: OnePage): Promise<void> {
    const frames = () => page.getByLabel(m.studio_stage_picture()).evaluate((video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames)
    await waitFor('the guest\'s picture to move', async () => await frames() >= 5, { within: WITHIN_MS })
  }

  /** The connection over which a page sends ends, without a word to anybody, as a radio does that is out of reach. */
  async linkDies({ page }: OnePage): Promise<void> {
    await page.evaluate(() => {
      for (const connection of probe.connections) {
        if (connection.getTransceivers().some(({ direction }) => direction === 'sendonly')) connection.close()
      }
    })
  }

  #received({ page }: OnePage, line: Line): Promise<{ packets: number; energy: number }> {
    return page.evaluate(async (wanted) => {
      const names = ['programme', 'voice 0', 'voice 1']
      let [packets, energy] = [0, 0]
      for (const connection of probe.connections) {
        const lines = connection.getTransceivers().filter(({ receiver, direction }) => receiver.track.kind === 'audio' && direction === 'recvonly')
        const at = wanted === 'private' ? (lines.length === 1 ? 0 : -1) : lines.length === 1 ? -1 : names.indexOf(wanted)
        const receiver = lines[at]?.receiver
        if (receiver === undefined || connection.connectionState === 'closed') continue
        for (const stat of (await receiver.getStats()).values()) {
          if (stat.type !== 'inbound-rtp') continue
          packets += stat.packetsReceived ?? 0
          energy += stat.totalAudioEnergy ?? 0
        }
      }
      return { packets, energy }
    }, line)
  }
}
