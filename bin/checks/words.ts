import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { baseLocale, readCatalogues, type Catalogue } from '../setup/catalogues.js'
import { caseFaults, fixedCases } from './message-cases.ts'
import { isNode, isTest, lineAt, literal, walk, type Finding, type Node, type Source } from './source.ts'

/**
 * The catalogues: every key is used, carries its feature's name, and stands in every language with the
 * same values to put in. And no sentence stands anywhere else.
 */
export function checkWords(top: string, sources: readonly Source[]): Finding[] {
  const catalogues = [...readCatalogues(join(top, 'src')), ...bootCatalogues(top)]
  const uses = usedNames(sources)
  const locales = new Set(catalogues.map(({ locale }) => locale))
  return [
    ...catalogues.filter(({ locale }) => locale === baseLocale).flatMap((catalogue) => [...checkPrefix(catalogue), ...checkUse(catalogue, uses)]),
    ...[...locales].flatMap((locale) => checkTranslation(catalogues, locale)),
    ...catalogues.flatMap(checkCases),
    ...sources.filter(({ path }) => path.startsWith('src/') && !isTest(path)).flatMap(checkInline),
  ]
}

/** The sentences of what runs before anything is installed; their keys carry no prefix. */
function bootCatalogues(top: string): Catalogue[] {
  return globSync('bin/words/*.json', { cwd: top }).map((file) => {
    const messages: Record<string, unknown> = JSON.parse(readFileSync(join(top, file), 'utf8'))
    return { file: file.replaceAll('\\', '/'), locale: basename(file, '.json'), feature: '', messages }
  })
}

const report = (path: string, text: string, line = 1): Finding => ({ rule: 'words', path, line, text })

/** A key begins with the name of its feature, or of the part of it whose folder holds the catalogue (`studio`). */
function checkPrefix({ file, feature, messages }: Catalogue): Finding[] {
  const owners = feature === '' ? [] : file.split('/').slice(0, -2).filter((part) => !['features', 'screens'].includes(part))
  const isOwned = (key: string) => owners.length === 0 || owners.some((owner) => key.startsWith(`${owner}_`))
  return Object.keys(messages)
    .filter((key) => !isOwned(key) || !/^[a-z]\w*$/.test(key))
    .map((key) => report(at(file), `the key ${key} is no identifier beginning with ${owners.map((owner) => `${owner}_`).join(' or ')}`))
}

function checkUse({ file, messages }: Catalogue, { names, prefixes }: Uses): Finding[] {
  return Object.keys(messages)
    .filter((key) => !names.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)))
    .map((key) => report(at(file), `nothing uses the key ${key}`))
}

function checkTranslation(catalogues: readonly Catalogue[], locale: string): Finding[] {
  return catalogues
    .filter((base) => base.locale === baseLocale)
    .flatMap((base) => {
      const file = base.file.replace(`${baseLocale}.json`, `${locale}.json`)
      const messages = catalogues.find((other) => other.file === file)?.messages ?? {}
      const keys = new Set([...Object.keys(base.messages), ...Object.keys(messages)])
      return [...keys].flatMap((key) => {
        const [ours, theirs] = [base.messages[key], messages[key]]
        if (ours === undefined) return [report(at(file), `the key ${key} does not exist in ${base.file}`)]
        if (theirs === undefined) return [report(at(file), `lacks the key ${key}`)]
        const [wanted, given] = [placeholders(ours), placeholders(theirs)]
        if (wanted !== given) return [report(at(file), `${key} has the values ${given || 'none'}, in ${base.file} ${wanted || 'none'}`)]
        const [cases, their] = [fixedCases(ours), fixedCases(theirs)]
        return cases === their ? [] : [report(at(file), `${key} has the cases ${their || 'none'}, in ${base.file} ${cases || 'none'}`)]
      })
    })
}

function checkCases({ file, locale, messages }: Catalogue): Finding[] {
  return Object.entries(messages).flatMap(([key, message]) => caseFaults(message, locale).map((fault) => report(at(file), `${key} ${fault}`)))
}

/** Catalogue names are relative to `src/`, findings to the tree. */
const at = (file: string): string => (file.startsWith('bin/') ? file : `src/${file}`)

/** The values a message takes, sorted: of a plain text its `{names}`, of one with cases its declared inputs. */
export function placeholders(message: unknown): string {
  const names =
    typeof message === 'string'
      ? [...message.matchAll(/(?<!\\)\{\s*(\w+)/g)].map(([, name]) => name)
      : [...JSON.stringify(message).matchAll(/"input (\w+)"/g)].map(([, name]) => name)
  return [...new Set(names)].sort().join(', ')
}

type Uses = { readonly names: ReadonlySet<string>; readonly prefixes: readonly string[] }

/** Names of properties and texts of literals; beginnings of templates like `live_refused_${code}`. */
function usedNames(sources: readonly Source[]): Uses {
  const names = new Set<string>()
  const prefixes = new Set<string>()
  for (const { path, tree } of sources) {
    if (isTest(path)) continue
    walk(tree, (node) => {
      if (node.type === 'MemberExpression' && isNode(node['property'])) names.add(String(node['property']['name']))
      const text = literal(node)
      if (text !== undefined) names.add(text)
      else if (node.type === 'TemplateLiteral') addPrefix(node, prefixes)
    })
  }
  return { names, prefixes: [...prefixes] }
}

function addPrefix(node: Node, prefixes: Set<string>): void {
  const [first] = node['quasis'] as Array<{ value: { cooked: string } }>
  if (first && /^[a-z]+_[a-z_]*$/.test(first.value.cooked)) prefixes.add(first.value.cooked)
}

const spokenAttributes = ['title', 'alt', 'placeholder', 'aria-label', 'aria-description', 'label']

/** Sentences written into code: text between tags, attributes that are read out, and what goes to the terminal. */
function checkInline(source: Source): Finding[] {
  const findings: Finding[] = []
  const fault = (node: Node, text: string) => findings.push(report(source.path, `says "${text.trim()}" outside a catalogue`, lineAt(source, node.start)))
  walk(source.tree, (node) => {
    if (node.type === 'JSXText' && isSentence(String(node['value']))) fault(node, String(node['value']))
    if (node.type === 'JSXAttribute' && isNode(node['name']) && spokenAttributes.includes(String(node['name']['name']))) {
      const text = literal(unwrapped(node['value']))
      if (text !== undefined && isSentence(text)) fault(node, text)
    }
    if (node.type === 'CallExpression' && writesToTerminal(node['callee'])) {
      const text = literal((node['arguments'] as unknown[])[0])
      if (text !== undefined && isSentence(text)) fault(node, text)
    }
  })
  return findings
}

/** `{'text'}` as an attribute's value is the text. */
const unwrapped = (value: unknown): unknown => (isNode(value) && value.type === 'JSXExpressionContainer' ? value['expression'] : value)

const isSentence = (text: string): boolean => /\p{L}{2}/u.test(text)

/** `process.stdout.write`, `process.stderr.write` */
function writesToTerminal(callee: unknown): boolean {
  if (!isNode(callee) || callee.type !== 'MemberExpression') return false
  const { object, property } = callee
  return isNode(object) && isNode(property) && property['name'] === 'write' && isNode(object['property']) && /^std(?:out|err)$/.test(String(object['property']['name']))
}
