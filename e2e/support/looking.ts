import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { LAPTOP, PHONE } from './people.ts'

const SIZES = { phone: PHONE.viewport, laptop: LAPTOP.viewport } as const
const SCHEMES = ['light', 'dark'] as const
/** The narrowest phone, and what 400 % zoom makes of a laptop (WCAG 2.2, 1.4.10). */
const NARROW = { width: 320, height: 568 } as const

type Picture = { readonly name: string; readonly file: string; readonly size: string; readonly scheme: string }

/** Looks at pages as they stand, by machine, and keeps pictures of what it saw for people to look at. */
export class Looking {
  readonly #folder: string
  readonly #pictures: Picture[] = []

  /** `folder` below the repository; what is in it goes. */
  constructor(folder: string) {
    this.#folder = fileURLToPath(new URL(`../../${folder}/`, import.meta.url))
    rmSync(this.#folder, { recursive: true, force: true })
    mkdirSync(this.#folder, { recursive: true })
  }

  /** No fault that axe knows, on phone and laptop, light and dark; no sideways scrolling on the narrowest phone or with letters twice as large. */
  async at(name: string, page: Page): Promise<void> {
    const usual = page.viewportSize() ?? LAPTOP.viewport
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport)
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme })
        const file = `${name.replaceAll(/[^a-z0-9]+/gi, '-')}-${size}-${colorScheme}.png`
        await page.screenshot({ path: `${this.#folder}${file}`, fullPage: true })
        this.#pictures.push({ name, file, size, scheme: colorScheme })
        expect.soft(await faults(page), `${name}, ${size}, ${colorScheme}`).toEqual([])
      }
    }
    await this.#fits(name, page)
    await page.setViewportSize(usual)
  }

  /** One page with all pictures, for people. */
  finish(): void {
    const names = [...new Set(this.#pictures.map(({ name }) => name))]
    const row = (name: string): string => this.#pictures.filter((picture) => picture.name === name)
      .map(({ file, size, scheme }) => `<figure><img src="${file}" loading="lazy" alt=""><figcaption>${size}, ${scheme}</figcaption></figure>`).join('')
    writeFileSync(`${this.#folder}index.html`, `<!doctype html><meta charset="utf-8"><title>Lectern</title>
<style>body{font:16px sans-serif;margin:2rem}section{display:flex;flex-wrap:wrap;gap:1rem;align-items:start}figure{margin:0}img{max-width:44rem;max-height:48rem;border:1px solid #999}</style>
${names.map((name) => `<h2>${name}</h2><section>${row(name)}</section>`).join('\n')}`)
  }

  async #fits(name: string, page: Page): Promise<void> {
    await page.setViewportSize(NARROW)
    await page.emulateMedia({ colorScheme: 'light' })
    expect.soft(await overhang(page), `${name} at 320 pixels`).toEqual([])
    const file = `${name.replaceAll(/[^a-z0-9]+/gi, '-')}-narrow-light.png`
    await page.screenshot({ path: `${this.#folder}${file}`, fullPage: true })
    this.#pictures.push({ name, file, size: 'narrow', scheme: 'light' })

    await page.setViewportSize(PHONE.viewport)
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%' })
    expect.soft(await overhang(page), `${name} with letters twice as large`).toEqual([])
    await page.evaluate(() => { document.documentElement.style.fontSize = '' })
  }
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`)
}

/** Elements that reach beyond the page's edge when the page has to be scrolled sideways. */
function overhang(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement
    if (root.scrollWidth <= root.clientWidth) return []
    const wide = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1 && element.closest('.scroll') === null)
    return [`${root.scrollWidth} of ${root.clientWidth}`, ...wide.slice(0, 5).map((element) => `${element.tagName}.${element.getAttribute('class') ?? ''}`)]
  })
}
