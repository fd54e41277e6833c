import { getLocale, locales } from '../words/runtime.js'

/** The language this page was built in, BCP 47: for `Intl`, which else would follow the browser. */
export function pageLanguage(): string {
  return getLocale()
}

/** As `Intl.DisplayNames` has them, which a phone would take tens of milliseconds to make before its first page. */
const NAMES: Readonly<Record<(typeof locales)[number], string>> = { en: 'English', de: 'Deutsch' }

/** Every language there is, named in itself. */
export function languages(): ReadonlyArray<{ readonly tag: string; readonly name: string }> {
  return locales.map((tag) => ({ tag, name: NAMES[tag] }))
}

/** Where the page is in another language: the same address, which keeps the place that stands behind `#`. */
export function addressIn(tag: string, { pathname, hash }: Pick<Location, 'pathname' | 'hash'>): string {
  return `${pathname}?lang=${tag}${hash}`
}

/** The box remembers what was picked; in the address it would go along with everybody it is given to. */
export function forgetAskedLanguage(location: Pick<Location, 'pathname' | 'search' | 'hash'>, history: Pick<History, 'replaceState'>): void {
  if (new URLSearchParams(location.search).has('lang')) history.replaceState(null, '', location.pathname + location.hash)
}
