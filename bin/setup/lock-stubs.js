// @ts-check

/** @typedef {{ version?: string, optional?: boolean, os?: string | string[], optionalDependencies?: Record<string, string> }} Locked */

/**
 * Adds an entry no machine installs for every optional dependency the lock file lacks.
 * @param {Record<string, Locked>} packages of a package-lock.json, by place
 * @returns {{ packages: Record<string, Locked>, added: number }} sorted by place, as npm keeps them
 */
export function addStubs(packages) {
  const stubs = Object.entries(packages)
    .filter(([place]) => place !== '')
    .flatMap(([place, { optionalDependencies = {} }]) => Object.entries(optionalDependencies).filter(([name]) => !isLocked(packages, place, name)))
    .map(([name, range]) => /** @type {const} */ ([`node_modules/${name}`, { version: lowestVersion(range), optional: true, os: ['none'] }]))
  const all = Object.fromEntries([...Object.entries(packages), ...stubs].sort(([a], [b]) => (a < b ? -1 : 1)))
  return { packages: all, added: Object.keys(all).length - Object.keys(packages).length }
}

/**
 * Whether Node, looking from `place` upwards, would find `name` locked.
 * @param {Record<string, Locked>} packages
 * @param {string} place for instance `node_modules/a/node_modules/b`
 * @param {string} name
 */
function isLocked(packages, place, name) {
  for (let from = place; from !== ''; from = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')))) {
    if (packages[`${from}/node_modules/${name}`]) return true
  }
  return packages[`node_modules/${name}`] !== undefined
}

/** @param {string} range as in `^1.2.3 || 2.x` */
function lowestVersion(range) {
  return /\d+\.\d+\.\d+[\w.-]*/.exec(range)?.[0] ?? '0.0.0'
}
