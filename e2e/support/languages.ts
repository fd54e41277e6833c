import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { mergeCatalogues, readCatalogues } from '../../bin/setup/catalogues.js'

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url))

/** Sentences of one language that stand on a page of another: as text, or told to a screen reader. */
export async function wordsOf(language: string, page: Page, spoken: string): Promise<string[]> {
  const foreign = sentencesOnlyIn(language, spoken)
  const said = await page.evaluate(() => {
    const texts: string[] = []
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) texts.push(walk.currentNode.textContent ?? '')
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) texts.push(element.getAttribute(name) ?? '')
    }
    return [...texts, document.title].map((text) => text.trim())
  })
  return [...new Set(said)].filter((text) => foreign.has(text))
}

/** Plain sentences that the other language says otherwise, and that are no sentence of it. */
function sentencesOnlyIn(language: string, other: string): ReadonlySet<string> {
  const catalogues = mergeCatalogues(readCatalogues(SOURCES))
  const [ours, theirs] = [language, other].map((locale) => Object.values(catalogues.get(locale) ?? {}).filter((message) => typeof message === 'string'))
  const known = new Set(theirs)
  return new Set(ours?.filter((sentence) => !sentence.includes('{') && sentence.length > 3 && !known.has(sentence)))
}
