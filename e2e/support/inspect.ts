import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** Looks at a page by machine, as different people meet it. Each answers what is wrong in words; nothing when nothing is. */

/** What axe knows of, best practices included: names, contrast, landmarks, order of headings. */
export async function axeFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`)
}

/** Whether the page has to be scrolled sideways, and what reaches beyond its edge. */
export function overhang(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement
    if (root.scrollWidth <= root.clientWidth) return []
    const beyond = ({ left, right }: DOMRect): boolean => right > root.clientWidth + 1 || left < -1
    const wide = [...document.querySelectorAll('body *')].filter((element) => beyond(element.getBoundingClientRect()) && element.closest('.scroll, .hush') === null)
    return [`${root.scrollWidth} of ${root.clientWidth} pixels`, ...wide.slice(0, 5).map((element) => `${element.tagName}.${element.getAttribute('class') ?? ''}`)]
  })
}

/** Controls that lie on each other. What is fixed to an edge may cover what scrolls beneath it. */
export function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const layer = (element: Element): Element | null => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) if (['fixed', 'sticky'].includes(getComputedStyle(at).position)) return at
      return null
    }
    const top = document.querySelector('dialog[open]') ?? document.body
    const controls = [...top.querySelectorAll('a[href], button, input, select, textarea, summary')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .map((element) => ({ element, layer: layer(element), rect: element.getBoundingClientRect() }))
    const found: string[] = []
    for (const [at, one] of controls.entries()) {
      for (const other of controls.slice(at + 1)) {
        if (one.layer !== other.layer || one.element.contains(other.element)) continue
        const wide = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left)
        const high = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top)
        if (wide > 1 && high > 1) found.push(`${one.element.outerHTML.slice(0, 120)} under ${other.element.outerHTML.slice(0, 120)}`)
      }
    }
    return found
  })
}

/** With the page turned right to left: no sideways scrolling, nothing on each other, and the mark of the band on the other side. */
export async function turnedFaults(page: Page): Promise<string[]> {
  const before = await page.evaluate(() => document.documentElement.dir)
  await page.evaluate(() => { document.documentElement.dir = 'rtl' })
  const mirrored = await page.evaluate(() => {
    const [mark, title] = ['.shade .mark', '.shade h1'].map((part) => document.querySelector(part)?.getBoundingClientRect())
    return mark === undefined || title === undefined || mark.left >= title.right - 1 || mark.top >= title.bottom ? [] : ['the band is not mirrored']
  })
  const faults = [...await overhang(page), ...await overlaps(page), ...mirrored]
  await page.evaluate((dir) => { document.documentElement.dir = dir }, before)
  return faults
}

/** Whoever has to press Tab more often than this will not come again. */
const TABS_AT_MOST = 120

/** By Tab alone: every control is reached, in the order in which it is read, and the focus is seen on it. */
export async function keyboardFaults(page: Page): Promise<string[]> {
  const expected = await page.evaluate(() => {
    const top = document.querySelector('dialog[open]') ?? document.body
    const seen = [...top.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, audio[controls], video[controls], [tabindex]')]
      .filter((element) => element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility({ visibilityProperty: true }))
    // Of a group of radio buttons one is reached: the chosen one, else the first.
    const reached = seen.filter((element) => {
      if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true
      const group = seen.filter((other) => other instanceof HTMLInputElement && other.type === 'radio' && other.name === element.name) as HTMLInputElement[]
      return (group.find((other) => other.checked) ?? group[0]) === element
    })
    for (const [at, element] of reached.entries()) element.dataset['tab'] = String(at)
    const start = document.createElement('span')
    start.tabIndex = -1
    start.id = 'before-all'
    top.prepend(start)
    start.focus()
    return reached.map((element) => element.outerHTML.slice(0, 120))
  })
  const met: number[] = []
  const unseen: string[] = []
  let stops = Math.min(TABS_AT_MOST, expected.length)
  for (let tabs = 0; tabs < Math.min(TABS_AT_MOST, stops); tabs++) {
    await page.keyboard.press('Tab')
    const [at, isSeen, html, isDate] = await page.evaluate(() => {
      const focused = document.activeElement
      const outlined = [focused, focused?.closest('label')].some((element) => element !== null && element !== undefined && getComputedStyle(element).outlineStyle !== 'none')
      return [Number(focused?.getAttribute('data-tab') ?? NaN), outlined, focused?.outerHTML.slice(0, 120) ?? '', focused instanceof HTMLInputElement && focused.type === 'date'] as const
    })
    // A date has several stops of the browser's own: day, month, year and a calendar.
    if (isDate && at === met.at(-1)) {
      stops++
      continue
    }
    met.push(at)
    if (!isSeen) unseen.push(`the focus is not seen on ${html}`)
  }
  await page.evaluate(() => {
    document.getElementById('before-all')?.remove()
    for (const element of document.querySelectorAll<HTMLElement>('[data-tab]')) delete element.dataset['tab']
  })
  const missed = expected.filter((_, at) => at < TABS_AT_MOST && !met.includes(at)).map((html) => `Tab does not reach ${html}`)
  const isInOrder = met.every((at, place) => Number.isNaN(at) || met.slice(0, place).every((earlier) => Number.isNaN(earlier) || earlier < at))
  return [...missed, ...unseen, ...(isInOrder ? [] : [`Tab goes in the order ${met.join(' ')}`])]
}

/** What a screen reader is told: the page as roles and names, line by line. */
export async function tree(page: Page): Promise<string> {
  return page.locator('body').ariaSnapshot()
}

/** The tree has a band, one main part and one title of the page, and every control a name. In a dialog: its own title. */
export async function treeFaults(page: Page): Promise<string[]> {
  const told = await tree(page)
  const count = (pattern: RegExp): number => told.match(pattern)?.length ?? 0
  const wanted = [['banner', 1], ['main', 1], ['heading .*\\[level=1\\]', 1]] as const
  const nameless = told.match(/^\s*- (?:button|link|textbox|checkbox|radio|slider|combobox|dialog|meter|timer|img)(?: \[[^\]]*\])*:?$/gm) ?? []
  // An open dialog hides the rest of the page, as it should.
  const isDialog = /^- dialog/m.test(told) || /^\s*- dialog/m.test(told)
  return [
    ...(isDialog ? [] : wanted.filter(([role, times]) => count(new RegExp(`^\\s*- ${role}`, 'gm')) !== times).map(([role]) => `the tree has not one ${role}`)),
    ...nameless.map((line) => `without a name: ${line.trim()}`),
  ]
}
