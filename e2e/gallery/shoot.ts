import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { launchChromium } from '../../testkit/chromium.ts'
import { serveGallery } from './serve.ts'

/**
 * Pictures of every state of the pages, for looking at them: `node e2e/gallery/shoot.ts [part of a scene's name …]`.
 * They land in `out/gallery`. Not a test.
 */
const out = fileURLToPath(new URL('../../out/gallery/', import.meta.url))
const SIZES = { phone: { width: 390, height: 844 }, narrow: { width: 320, height: 568 }, side: { width: 844, height: 390 }, laptop: { width: 1440, height: 900 } } as const
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const options = new Map(process.argv.slice(2).filter((word) => word.startsWith('--')).map((word) => word.slice(2).split('=', 2) as [string, string]))

mkdirSync(out, { recursive: true })
const gallery = await serveGallery()
const browser = await launchChromium()
try {
  const page = await browser.newPage()
  page.on('pageerror', (error) => process.stderr.write(`${error.stack ?? error.message}\n`))
  page.on('console', (message) => message.type() === 'error' && process.stderr.write(`${message.text()}\n`))
  await page.goto(gallery.address)
  await page.locator('a').first().waitFor()
  const names = await page.locator('a').allTextContents()
  for (const name of names.filter((scene) => wanted.length === 0 || wanted.some((part) => scene.includes(part)))) {
    for (const size of (options.get('sizes') ?? 'phone').split(',')) await shoot(page, name, size)
  }
} finally {
  await browser.close()
  await gallery.close()
}

async function shoot(page: Page, name: string, size: string): Promise<void> {
  const dimensions = SIZES[size as keyof typeof SIZES]
  if (dimensions === undefined) throw new Error(`no such size: ${size}`)
  await page.setViewportSize(dimensions)
  for (const colorScheme of (options.get('schemes') ?? 'light,dark').split(',')) {
    await page.emulateMedia({ colorScheme: colorScheme === 'dark' ? 'dark' : 'light', reducedMotion: options.has('still') || name.includes('less-motion') ? 'reduce' : 'no-preference' })
    const dir = options.get('dir') ?? 'ltr'
    await page.goto(`${gallery.address}?scene=${name}&dir=${dir}${options.has('text') ? `&text=${options.get('text')}` : ''}&lang=${options.get('lang') ?? 'en'}`)
    await page.locator('html[data-drawn]').waitFor({ timeout: 8000 })
    const marks = [dir === 'rtl' ? '-rtl' : '', options.has('text') ? `-${options.get('text')}` : '', options.has('lang') ? `-${options.get('lang')}` : ''].join('')
    await page.screenshot({ path: join(out, `${name}-${size}-${colorScheme}${marks}.png`), fullPage: name === 'kit' || options.has('full'), animations: 'allow' })
  }
}
