#!/usr/bin/env node
// npm leaves an optional platform package out of the lock file when the registry in use does not
// serve it, and `npm ci` then refuses the lock anywhere. This gives each such package a stub that
// no machine ever installs. Run after any change of dependencies: `node bin/mend-lock.js`.
import { readFileSync, writeFileSync } from 'node:fs'

const path = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(path, 'utf8'))
let stubs = 0

for (const [where, entry] of Object.entries(lock.packages)) {
  if (where === '') continue
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(where, name)) continue
    const version = /\d+\.\d+\.\d+\S*/.exec(range)?.[0] ?? '0.0.0'
    lock.packages[`node_modules/${name}`] = { version, optional: true, os: ['none'] }
    stubs++
  }
}

/** Whether any folder npm would look in, from `where` up, has `name`. */
function isLocked(where, name) {
  const folders = where.split('node_modules/')
  for (let depth = folders.length; depth >= 1; depth--) {
    if (lock.packages[`${folders.slice(0, depth).join('node_modules/')}${depth > 1 ? '/' : ''}node_modules/${name}`.replace('//', '/')]) return true
  }
  return Boolean(lock.packages[`node_modules/${name}`])
}

lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${stubs} optional packages stubbed`)
