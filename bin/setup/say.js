// @ts-check
import { readFileSync } from 'node:fs'

/** Languages there are sentences in, the one to fall back to first. */
const LANGUAGES = ['en', 'de']

/**
 * The language of the terminal, as programs of a system find it out; before anything is installed, so by hand.
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function terminalLanguage(env) {
  const wanted = [env['LECTERN_LANGUAGE'], env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG']]
  const primary = wanted.map((tag) => tag?.split(/[._@-]/)[0]?.toLowerCase())
  return primary.flatMap((tag) => LANGUAGES.find((language) => language === tag) ?? [])[0] ?? 'en'
}

/**
 * The sentences of what runs before anything is installed. They cannot come from the compiled
 * catalogues, which need a dependency; these files are of the same shape.
 * @type {Record<string, string>}
 */
const sentences = JSON.parse(readFileSync(new URL(`../words/${terminalLanguage(process.env)}.json`, import.meta.url), 'utf8'))

/**
 * One sentence with its values put in. An unknown key or a missing value is our defect and throws.
 * @param {string} key
 * @param {Record<string, string | number>} values
 */
export function sentence(key, values = {}) {
  const text = sentences[key]
  if (!Object.hasOwn(sentences, key) || text === undefined) throw new Error(`No sentence is called ${key}`)
  return text.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name]
    if (value === undefined) throw new Error(`${key} needs a value for ${name}`)
    return String(value)
  })
}

/** Says it on the terminal's output. @param {string} key @param {Record<string, string | number>} [values] */
export function say(key, values) {
  process.stdout.write(`${sentence(key, values)}\n`)
}

/** An end that a person can act on: the sentence is shown, without a stack. */
export class SetupFailed extends Error {
  /** @param {string} key @param {Record<string, string | number>} [values] */
  constructor(key, values) {
    super(sentence(key, values))
    this.name = 'SetupFailed'
  }
}

/**
 * Says why; our own defects go on as they are.
 * @param {unknown} failure
 */
export function failed(failure) {
  if (!(failure instanceof SetupFailed)) throw failure
  process.stderr.write(`${failure.message}\n`)
  return 1
}

/**
 * Runs `work` as a program's body: its number is the exit code, a `SetupFailed` is a sentence and code 1.
 * @param {() => Promise<number>} work
 */
export async function asProgram(work) {
  process.exitCode = await work().catch(failed)
}
