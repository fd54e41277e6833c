import type { Locator } from 'playwright-core'
import { encode } from 'uqr'

/** The dark squares of a code on a page, row by row, as `#` and `.`. */
export async function squaresOf(code: Locator): Promise<string[]> {
  const { size, d } = await code.evaluate((svg) => ({
    size: Number(svg.getAttribute('viewBox')?.split(' ')[2]), d: svg.querySelector('path')?.getAttribute('d') ?? '',
  }))
  const dark = new Set([...d.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`))
  return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => (dark.has(`${x} ${y}`) ? '#' : '.')).join(''))
}

/** The squares of a code that says `text`, as our pages draw it. */
export function squaresFor(text: string): string[] {
  return encode(text, { ecc: 'M', border: 2 }).data.map((row) => row.map((dark) => (dark ? '#' : '.')).join(''))
}
