import type { RefusalDetails } from '../../kernel/failures.ts'
import { locales } from '../../words/runtime.js'
import { pickLocale } from '../language.ts'

export type Locale = (typeof locales)[number]

/** The sentence of one refusal code, made by a compiled message. */
export type Sentence = (details: RefusalDetails, options: { readonly locale: Locale }) => string

/** One feature's sentences by refusal code. */
export type Sentences = Readonly<Record<string, Sentence>>

/** What a person is told of a refusal, in the best language they accept. */
export type SentenceFor = (code: string, details: RefusalDetails, acceptLanguage?: string | null) => string

/** Puts the features' sentences together. A code that two of them know must have one meaning, so the first wins. */
export function sentenceBook(fallback: Sentence, ...tables: readonly Sentences[]): SentenceFor {
  const known = new Map<string, Sentence>()
  for (const table of tables) {
    for (const [code, sentence] of Object.entries(table)) if (!known.has(code)) known.set(code, sentence)
  }
  return (code, details, acceptLanguage) => (known.get(code) ?? fallback)(details, { locale: localeFor(acceptLanguage) })
}

/** The locale that an `Accept-Language` header likes best among ours; the base locale when none. */
export function localeFor(acceptLanguage: string | null | undefined): Locale {
  return pickLocale(likedLanguages(acceptLanguage), locales)
}

/** The language ranges of an `Accept-Language` header (RFC 9110, 12.5.4), best first. */
export function likedLanguages(acceptLanguage: string | null | undefined): string[] {
  const wishes = (acceptLanguage ?? '').slice(0, 200).split(',').map((wish) => {
    const [range = '', ...parameters] = wish.split(';').map((part) => part.trim())
    const quality = parameters.map((parameter) => /^q=([01](?:\.\d{0,3})?)$/i.exec(parameter)?.[1]).find((q) => q !== undefined)
    return { range, quality: quality === undefined ? 1 : Number(quality) }
  })
  // A stable sort: of equals, the one named first is liked better.
  const ranked = wishes.filter(({ quality }) => quality > 0).toSorted((a, b) => b.quality - a.quality)
  return ranked.map(({ range }) => range)
}
