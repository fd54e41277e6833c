// @ts-check
import { fileURLToPath } from 'node:url'
import { dependenciesStand, installDependencies } from './dependencies.js'
import { root } from './files.js'
import { become, chooseNode, isRunning } from './packaged-node.js'
import { asProgram, failed } from './say.js'

const top = fileURLToPath(root)

/**
 * The body of each of our commands: installs what is missing, moves to the right Node, then does `work`.
 * The same file runs twice when the first Node is not the right one, hence the file's own address.
 * @param {string} file `import.meta.url` of the command
 * @param {readonly string[]} args passed on
 * @param {() => Promise<number>} work runs with everything installed, on the right Node; gives the exit code
 * @param {() => void} ifNot is called when it could not come to that
 */
export function command(file, args, work, ifNot = () => {}) {
  endWithNpm()
  return asProgram(async () => {
    const node = await prepare().catch((failure) => {
      failed(failure)
      ifNot()
    })
    if (node === undefined) return 1
    return isRunning(node) ? work() : become(node, [fileURLToPath(file), ...args])
  })
}

async function prepare() {
  if (!dependenciesStand(top)) await installDependencies(top)
  return chooseNode(top)
}

/**
 * npm passes a stop signal to the shell it started us with, and no further. So when that shell is gone,
 * we tell ourselves to stop, lest a hub outlive the `npm start` it was started by.
 */
function endWithNpm() {
  if (process.env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 1000)
  watch.unref()
}
