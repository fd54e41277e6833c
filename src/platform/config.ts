import { resolve } from 'node:path'
import { z } from 'zod/mini'
import { Malformed, Refused } from '../kernel/failures.ts'
import { COSIGNATURE, ED25519, parseVerifier } from '../kernel/note.ts'
import type { Algorithm, Verifier } from '../kernel/note.ts'
import { nodeCrypto } from './crypto-node.ts'
import { LOG_LEVELS } from './log.ts'
import type { LogLevel } from './log.ts'

/** What a hub is told at its start, checked. Paths are absolute. */
export type Config = {
  /** The data folder; `dataFolder` says what lies where in it. */
  readonly data: string
  /** TCP; 0 lets the system choose, as do the others. */
  readonly port: number
  /** UDP, for all media. */
  readonly mediaPort: number
  readonly tls: { readonly port: number; readonly certFile: string; readonly keyFile: string } | null
  /** Names the box answers to beside its addresses; the first is shown in links. */
  readonly hostNames: readonly string[]
  /** A file that also opens the database, usually on a stick. */
  readonly keyFile: string | null
  readonly logLevel: LogLevel
  /** Whether a first start opens the guided sample class. */
  readonly tour: boolean
  /** Whether a start opens the browser by itself, where there is a desktop. */
  readonly open: boolean
  /** The program that makes the sound of streams once more as AAC, a path or a name; null: none. */
  readonly ffmpeg: string | null
  /** Who is asked to cosign this box's log: the key of each, and the address below which it takes checkpoints, without a slash at its end. */
  readonly witnesses: readonly WitnessAddress[]
  /** Keys of the logs that this box cosigns when they ask. */
  readonly witnessFor: readonly Verifier[]
}
export type WitnessAddress = { readonly key: Verifier; readonly url: string }

const text = z.string().check(z.minLength(1), z.maxLength(4096))
const onOff = z.pipe(z.enum(['on', 'off']), z.transform((typed: 'on' | 'off') => typed === 'on'))
const port = z.pipe(z.string().check(z.regex(/^\d{1,5}$/)), z.pipe(z.transform(Number), z.number().check(z.maximum(65_535))))
const hostName = /^(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/
const hostNames = z.pipe(
  z.pipe(text, z.transform((list: string) => list.toLowerCase().split(',').map((name) => name.trim()))),
  z.array(z.string().check(z.regex(hostName), z.maxLength(253))).check(z.maxLength(10)),
)

const MOST_KEYS = 16
const crypto = nodeCrypto()
const list = z.pipe(text, z.transform((typed: string) => typed.split(',').map((one) => one.trim())))
const logKey = z.pipe(z.string().check(z.refine((typed) => isKey(typed, ED25519))), z.transform((typed: string) => parseVerifier(typed, crypto)))
const WITNESS = /^([^@]+)@(https?:\/\/[^\s@?#]+?)\/*$/
const witness = z.pipe(
  z.string().check(z.refine((typed) => {
    const [, key = '', url = ''] = WITNESS.exec(typed) ?? []
    return isKey(key, COSIGNATURE) && URL.canParse(url)
  })),
  z.transform((typed: string): WitnessAddress => {
    const [, key = '', url = ''] = WITNESS.exec(typed) ?? []
    return { key: parseVerifier(key, crypto), url }
  }),
)

function isKey(typed: string, algorithm: Algorithm): boolean {
  try {
    return parseVerifier(typed, crypto).algorithm === algorithm
  } catch (error) {
    if (error instanceof Malformed) return false
    throw error
  }
}

/** Every setting there is: `LECTERN_PORT` in the environment is `--port` on the command line, which wins. */
const Settings = z.strictObject({
  data: z.optional(text),
  port: z.optional(port),
  'media-port': z.optional(port),
  'tls-port': z.optional(port),
  cert: z.optional(text),
  key: z.optional(text),
  'host-name': z.optional(hostNames),
  'key-file': z.optional(text),
  'log-level': z.optional(z.enum(LOG_LEVELS)),
  tour: z.optional(onOff),
  open: z.optional(onOff),
  ffmpeg: z.optional(text),
  witnesses: z.optional(z.pipe(list, z.array(witness).check(z.maxLength(MOST_KEYS)))),
  'witness-for': z.optional(z.pipe(list, z.array(logKey).check(z.maxLength(MOST_KEYS)))),
})
type Settings = z.infer<typeof Settings>

/** Read elsewhere: by the tests, and by whatever speaks in the terminal before settings are known. */
const NOT_OURS: ReadonlySet<string> = new Set(['LECTERN_CHROMIUM', 'LECTERN_LANGUAGE', 'LECTERN_NO_APT'])

/**
 * Reads settings from the environment and the arguments after `lectern hub`. Refuses with
 * `CONFIG_UNKNOWN`, `CONFIG_VALUE` (details: the setting) or the name of a contradiction; an
 * unknown `LECTERN_…` is refused too, since a mistyped setting that is ignored is found too late.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, args: readonly string[], folder: string): Config {
  const given = { ...fromEnvironment(environment), ...fromArguments(args) }
  const parsed = Settings.safeParse(Object.fromEntries([...Object.entries(given)].map(([name, { value }]) => [name, value])))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const name = issue?.code === 'unrecognized_keys' ? issue.keys[0] : String(issue?.path[0])
    const setting = given[name ?? '']?.as ?? ''
    throw new Refused(issue?.code === 'unrecognized_keys' ? 'CONFIG_UNKNOWN' : 'CONFIG_VALUE', { setting })
  }
  return configOf(parsed.data, folder)
}

function configOf(settings: Settings, folder: string): Config {
  const { cert, key } = settings
  const httpPort = settings.port ?? 8080
  if ((cert === undefined) !== (key === undefined)) throw new Refused('CONFIG_CERT_AND_KEY')
  if (cert === undefined && settings['tls-port'] !== undefined) throw new Refused('CONFIG_TLS_PORT_ALONE')
  const tlsPort = settings['tls-port'] ?? 8443
  if (cert !== undefined && tlsPort === httpPort && httpPort !== 0) throw new Refused('CONFIG_SAME_PORT', { port: httpPort })
  return {
    data: resolve(folder, settings.data ?? 'data'),
    port: httpPort,
    mediaPort: settings['media-port'] ?? httpPort,
    tls: cert === undefined || key === undefined ? null : { port: tlsPort, certFile: resolve(folder, cert), keyFile: resolve(folder, key) },
    hostNames: settings['host-name'] ?? [],
    keyFile: settings['key-file'] === undefined ? null : resolve(folder, settings['key-file']),
    logLevel: settings['log-level'] ?? 'info',
    tour: settings.tour ?? true,
    open: settings.open ?? true,
    ffmpeg: settings.ffmpeg === 'off' ? null : settings.ffmpeg ?? 'ffmpeg',
    witnesses: settings.witnesses ?? [],
    witnessFor: settings['witness-for'] ?? [],
  }
}

/** A setting's text, and how the person wrote its name. */
type Given = Record<string, { readonly value: string; readonly as: string }>

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): Given {
  const given: Given = {}
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith('LECTERN_') || value === undefined || NOT_OURS.has(variable)) continue
    given[variable.slice('LECTERN_'.length).toLowerCase().replaceAll('_', '-')] = { value, as: variable }
  }
  return given
}

/** `--port 80` and `--port=80`; every flag has a value. */
function fromArguments(args: readonly string[]): Given {
  const given: Given = {}
  const left = [...args]
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const [, name, inline] = /^--([a-z][a-z-]*)(?:=(.*))?$/s.exec(arg) ?? []
    if (name === undefined) throw new Refused('CONFIG_UNKNOWN', { setting: arg })
    const value = inline ?? left.shift()
    if (value === undefined) throw new Refused('CONFIG_VALUE', { setting: `--${name}` })
    given[name] = { value, as: `--${name}` }
  }
  return given
}
