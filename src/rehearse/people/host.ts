import { beginClass, endClass, openLobby, studio } from '../../features/live/wire/routes.ts'
import type { Stagger } from '../../features/live/rules/admission.ts'
import type { ClassView, CueKind } from '../../features/live/wire/words.ts'
import { pairDevice } from '../../features/people/wire/routes.ts'
import type { HubTime } from '../../kernel/time.ts'
import { Page } from './page.ts'
import { waitFor } from '../wait-for.ts'

/** A host without a screen, over the real protocols: pairs by a one-time link, then runs the class. */
export class Host {
  readonly page: Page
  readonly code: string

  private constructor(page: Page, code: string) {
    this.page = page
    this.code = code
  }

  /** `studioLink` as the terminal shows it. */
  static async pair(studioLink: string, code: string): Promise<Host> {
    const link = new URL(studioLink)
    const page = new Page(link.origin)
    const ticket = link.hash.replace('#pair=', '')
    await page.client.call(pairDevice, { input: { ticket, label: 'testkit' } })
    return new Host(page, code)
  }

  async enter(): Promise<void> {
    const link = await this.page.enter(this.code, 'studio')
    await waitFor('the studio\'s clock to be good', () => link.reading().good, { within: 10_000 })
  }

  async openLobby(): Promise<ClassView> {
    return (await this.page.client.call(openLobby, { params: { code: this.code } })).class
  }

  async begin(stagger?: Stagger): Promise<ClassView> {
    return (await this.page.client.call(beginClass, { params: { code: this.code }, input: stagger ? { stagger } : {} })).class
  }

  async end(): Promise<ClassView> {
    return (await this.page.client.call(endClass, { params: { code: this.code } })).class
  }

  studio() {
    return this.page.client.call(studio)
  }

  press(kind: Exclude<CueKind, 'planned'> = 'now') {
    const { link } = this.page
    if (!link) throw new Error('a press from outside the studio')
    return link.send({ type: 'press-cue', kind, pressedAt: this.now() })
  }

  now(): HubTime {
    const now = this.page.link?.hubNow()
    if (now === undefined) throw new Error('a host before its clock')
    return now
  }

  close(): void {
    this.page.close()
  }
}
