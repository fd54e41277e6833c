// @ts-check
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetupFailed, say } from './say.js'

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, os?: string | string[], cpu?: string | string[] }} Locked */

/**
 * What the lock file asks for and `node_modules` lacks or has in another version.
 * @param {Record<string, Locked>} wanted `packages` of package-lock.json
 * @param {Record<string, Locked>} present `packages` of npm's own record in node_modules
 * @returns {string[]} places, as the lock file names them
 */
export function missingDependencies(wanted, present) {
  return Object.entries(wanted)
    .filter(([place, entry]) => place !== '' && !entry.optional && isForHere(entry) && present[place]?.version !== entry.version)
    .map(([place]) => place)
}

/** @param {Locked} entry */
function isForHere({ os, cpu }) {
  return (!os || [os].flat().includes(process.platform)) && (!cpu || [cpu].flat().includes(process.arch))
}

/** Whether everything the lock file asks for is there. @param {string} top the checkout */
export function dependenciesStand(top) {
  // npm writes this record last, so an interrupted installation leaves none.
  const record = join(top, 'node_modules/.package-lock.json')
  if (!existsSync(record)) return false
  const packagesOf = (/** @type {string} */ path) => JSON.parse(readFileSync(path, 'utf8')).packages
  return missingDependencies(packagesOf(join(top, 'package-lock.json')), packagesOf(record)).length === 0
}

/**
 * Installs exactly what the lock file says. Fails with a sentence.
 * @param {string} top the checkout
 */
export async function installDependencies(top) {
  say('installing')
  const start = performance.now()
  const seconds = () => Math.round((performance.now() - start) / 1000)
  const heartbeat = setInterval(() => say('still_installing', { seconds: seconds() }), 15_000)
  try {
    const code = await runNpm(top, ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'])
    if (code !== 0) throw new SetupFailed('install_failed')
  } finally {
    clearInterval(heartbeat)
  }
  say('installed', { seconds: seconds() })
}

/** @param {string} top @param {readonly string[]} args @returns {Promise<number>} exit code */
function runNpm(top, args) {
  const script = process.env['npm_execpath']
  // `npm start` says which npm runs; called directly we take the one on the path, which Windows only finds through its shell.
  const [program, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []]
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...first, ...args], { cwd: top, stdio: 'inherit', shell: program === 'npm' && process.platform === 'win32' })
    child.once('error', (cause) => reject('code' in cause && cause.code === 'ENOENT' ? new SetupFailed('npm_missing') : cause))
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
