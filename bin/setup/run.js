// @ts-check
import { fileURLToPath } from 'node:url'
import { dependenciesStand, installDependencies } from './dependencies.js'
import { root } from './files.js'
import { become, chooseNode, isRunning } from './packaged-node.js'
import { asProgram } from './say.js'

const top = fileURLToPath(root)

/**
 * The body of each of our commands: installs what is missing, moves to the right Node, then does `work`.
 * The same file runs twice when the first Node is not the right one, hence the file's own address.
 * @param {string} file `import.meta.url` of the command
 * @param {readonly string[]} args passed on
 * @param {() => Promise<number>} work runs with everything installed, on the right Node; gives the exit code
 */
export function command(file, args, work) {
  return asProgram(async () => {
    if (!dependenciesStand(top)) await installDependencies(top)
    const node = chooseNode(top)
    return isRunning(node) ? work() : become(node, [fileURLToPath(file), ...args])
  })
}
