// @ts-check
import { readFileSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { filesBelow } from './files.js'

/** The language every sentence is first written in; a key it lacks does not exist. */
export const baseLocale = 'en'

/**
 * @typedef {{ file: string, locale: string, feature: string, messages: Record<string, unknown> }} Catalogue
 * `file` is relative to the tree; `feature` is the name of the folder that holds `words/`.
 */

/**
 * Reads every `words/<locale>.json` below `tree`. JSON that does not parse throws with the file's name.
 * @param {string} tree
 * @returns {Catalogue[]}
 */
export function readCatalogues(tree) {
  const isCatalogue = (/** @type {string} */ path) => basename(dirname(path)) === 'words' && path.endsWith('.json')
  return filesBelow(tree, isCatalogue).map((path) => {
    const file = relative(tree, path).split(sep).join('/')
    try {
      const { $schema: _, ...messages } = JSON.parse(readFileSync(path, 'utf8'))
      return { file, locale: basename(path, '.json'), feature: basename(join(path, '../..')), messages }
    } catch (cause) {
      throw new Error(`${file} is not JSON`, { cause })
    }
  })
}

/**
 * Joins the catalogues of each locale into one. A key may stand in one file only.
 * @param {readonly Catalogue[]} catalogues
 * @returns {Map<string, Record<string, unknown>>} by locale, the base locale first
 */
export function mergeCatalogues(catalogues) {
  /** @type {Map<string, Record<string, unknown>>} */
  const merged = new Map([[baseLocale, {}]])
  for (const { file, locale, messages } of catalogues) {
    const all = merged.get(locale) ?? {}
    merged.set(locale, all)
    for (const [key, message] of Object.entries(messages)) {
      if (Object.hasOwn(all, key)) throw new Error(`${file} repeats the key ${key}`)
      all[key] = message
    }
  }
  return merged
}
