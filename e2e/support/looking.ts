import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { axeFaults, keyboardFaults, overhang, overlaps, treeFaults, turnedFaults } from './inspect.ts'
import { LAPTOP, PHONE } from './people.ts'
import { Pictures } from './pictures.ts'

const SIZES = { phone: PHONE.viewport, laptop: LAPTOP.viewport } as const
const SCHEMES = ['light', 'dark'] as const
/** The narrowest phone, and what 400 % zoom makes of a laptop (WCAG 2.2, 1.4.10). */
const NARROW = { width: 320, height: 568 } as const

/** Looks at pages of a story as they stand, by machine, and keeps pictures of what it saw for people to look at. */
export class Looking {
  readonly #pictures: Pictures

  /** `folder` below `out/pictures`. */
  constructor(folder: string, title: string) {
    this.#pictures = new Pictures(folder, title)
  }

  /**
   * No fault that axe knows, on phone and laptop, light and dark; every control within reach of Tab;
   * nothing sideways and nothing on each other on the narrowest phone, in either direction of writing,
   * or with letters twice as large.
   */
  async at(name: string, page: Page): Promise<void> {
    const usual = page.viewportSize() ?? LAPTOP.viewport
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport)
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme })
        await this.#pictures.take(page, name, `${size}, ${colorScheme}`)
        expect.soft(await axeFaults(page), `${name}, ${size}, ${colorScheme}`).toEqual([])
      }
      expect.soft(await overlaps(page), `${name}, ${size}`).toEqual([])
    }
    expect.soft(await treeFaults(page), `the tree of ${name}`).toEqual([])
    expect.soft(await keyboardFaults(page), `${name} by keyboard`).toEqual([])
    await this.#fits(name, page)
    await page.setViewportSize(usual)
  }

  /** The same with one picture less of each: for pages whose every state is looked at elsewhere. */
  async glance(name: string, page: Page): Promise<void> {
    const usual = page.viewportSize() ?? LAPTOP.viewport
    await page.setViewportSize(SIZES.laptop)
    await page.emulateMedia({ colorScheme: 'dark' })
    await this.#pictures.take(page, name, 'laptop, dark')
    expect.soft(await axeFaults(page), `${name}, laptop, dark`).toEqual([])
    expect.soft(await overlaps(page), `${name}, laptop`).toEqual([])
    expect.soft(await treeFaults(page), `the tree of ${name}`).toEqual([])
    expect.soft(await keyboardFaults(page), `${name} by keyboard`).toEqual([])
    await this.#fits(name, page)
    await page.setViewportSize(usual)
  }

  /** One page with all pictures, for people. */
  finish(): void {
    this.#pictures.finish()
  }

  async #fits(name: string, page: Page): Promise<void> {
    await page.setViewportSize(NARROW)
    await page.emulateMedia({ colorScheme: 'light' })
    expect.soft([...await overhang(page), ...await overlaps(page)], `${name} at 320 pixels`).toEqual([])
    expect.soft(await turnedFaults(page), `${name} at 320 pixels, right to left`).toEqual([])
    await this.#pictures.take(page, name, 'narrow, light')

    await page.setViewportSize(PHONE.viewport)
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%' })
    expect.soft([...await overhang(page), ...await overlaps(page)], `${name} with letters twice as large`).toEqual([])
    await page.evaluate(() => { document.documentElement.style.fontSize = '' })
  }
}
