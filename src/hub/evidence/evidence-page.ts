import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Locale } from '../../platform/http/sentences.ts'

const BUILT = fileURLToPath(new URL('../../../dist/evidence', import.meta.url))

/** The page that checks a bundle without a network, in one file. Built beside the box's own pages. */
export function evidencePage(locale: Locale): Uint8Array {
  try {
    return new Uint8Array(readFileSync(`${BUILT}/${locale}.html`))
  } catch (error) {
    // A clone whose pages were not built exports all the same: the files are the evidence, the page is a comfort.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Uint8Array(0)
    throw error
  }
}
