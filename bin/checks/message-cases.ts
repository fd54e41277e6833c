/**
 * A message with cases, as catalogues write it: `declarations` name its inputs and what is derived from
 * them (`local form = count: plural`), `match` has a text for each combination of cases (`form=one`; `*` is any).
 */
type Cases = { readonly declarations: readonly string[]; readonly match: Readonly<Record<string, string>> }

/** What is wrong with a message in its own language: a plural form without a text, a value that nobody gives. */
export function caseFaults(message: unknown, locale: string): string[] {
  return casesOf(message).flatMap((cases) => [...missingForms(cases, locale), ...strangers(cases)])
}

/** The cases that a translation must have as they are: those that are no plural forms, which each language has its own of. */
export function fixedCases(message: unknown): string {
  return [...new Set(casesOf(message).flatMap((cases) => {
    const plurals = pluralsOf(cases)
    return wantedOf(cases).filter(({ name, value }) => value !== '*' && !plurals.includes(name)).map(({ name, value }) => `${name}=${value}`)
  }))].sort().join(', ')
}

function missingForms(cases: Cases, locale: string): string[] {
  return pluralsOf(cases).flatMap((plural) => {
    const there = wantedOf(cases).filter(({ name }) => name === plural).map(({ value }) => value)
    if (there.includes('*')) return []
    const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories
    return needed.filter((form) => !there.includes(form)).map((form) => `lacks the case ${plural}=${form}`)
  })
}

function strangers({ declarations, match }: Cases): string[] {
  const given = declarations.flatMap((line) => /^(?:input|local) (\w+)/.exec(line)?.[1] ?? [])
  const used = Object.values(match).flatMap((text) => [...text.matchAll(/(?<!\\)\{\s*(\w+)/g)].map(([, name = '']) => name))
  return [...new Set(used)].filter((name) => !given.includes(name)).map((name) => `says {${name}}, which nobody gives`)
}

const pluralsOf = ({ declarations }: Cases): string[] => declarations.flatMap((line) => /^local (\w+) = \w+: plural/.exec(line)?.[1] ?? [])

const wantedOf = ({ match }: Cases): Array<{ name: string; value: string }> =>
  Object.keys(match).flatMap((key) => key.split(',').map((part) => part.trim().split('='))).map(([name = '', value = '']) => ({ name, value }))

function casesOf(message: unknown): Cases[] {
  if (!Array.isArray(message)) return []
  return message.map((one: Partial<Cases>) => ({ declarations: one.declarations ?? [], match: one.match ?? {} }))
}
