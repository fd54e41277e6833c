import { baseLocale, locales, setLocale, type Locale } from '../words/runtime.js'

/**
 * Speaks the language of the terminal from here on. Each thread that has something to say calls it once;
 * pages follow `navigator.languages` by themselves.
 */
export function speakTerminalLanguage(env: NodeJS.ProcessEnv): void {
  void setLocale(pickLocale(terminalLanguages(env), locales), { reload: false })
}

/** BCP 47 tags wanted, best first: our own setting, then what POSIX programs go by, in its order of precedence. */
export function terminalLanguages(env: NodeJS.ProcessEnv): string[] {
  const chosen = env['LECTERN_LANGUAGE']
  const posix = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG']
  return [chosen, posix].flatMap((value) => (value ? [value.replace(/[.@].*$/, '').replaceAll('_', '-')] : []))
}

/** The first wanted language that is available, exactly or by its primary part (`de-AT` is served by `de`). */
export function pickLocale<L extends string = Locale>(wanted: readonly string[], available: readonly L[]): L {
  for (const tag of wanted) {
    const exact = available.find((locale) => locale.toLowerCase() === tag.toLowerCase())
    const primary = tag.toLowerCase().split('-')[0]
    const found = exact ?? available.find((locale) => locale.toLowerCase() === primary)
    if (found) return found
  }
  return baseLocale as string as L
}
