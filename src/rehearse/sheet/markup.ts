/** Text that is safe between tags and in quoted attributes. */
export type Html = string & { readonly html: true }

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign)
}

type Part = Html | string | number | null | readonly (Html | null)[]

/** Markup with holes: text and numbers are escaped, markup and lists of it are put in as they are, null is nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly (Part | { readonly markup: Html })[]): Html {
  const filled = texts.map((text, index) => text + partText(parts[index]))
  return filled.join('') as Html // Made of our own markup and of what partText let through.
}

/** Says that markup is meant as markup. */
export const raw = (markup: Html): { readonly markup: Html } => ({ markup })

function partText(part: Part | { readonly markup: Html } | undefined): string {
  if (part === undefined || part === null) return ''
  if (typeof part === 'number') return String(part)
  if (typeof part === 'string') return escaped(part)
  return 'markup' in part ? part.markup : part.filter((one) => one !== null).join('')
}
