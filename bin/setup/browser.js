// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { say } from './say.js'

/** Debian packages the tests use, each with a file that shows it is there. Without Chromium most stories are skipped, without another only its own. */
const packages = {
  chromium: '/usr/bin/chromium',
  'firefox-esr': '/usr/bin/firefox-esr',
  'simple-whip-client': '/usr/bin/whip-client',
  // Reads streams and recordings as another program does, and makes their sound as AAC; ffprobe comes with it.
  ffmpeg: '/usr/bin/ffprobe',
  // What a process wrote to the disk, for the power cuts.
  strace: '/usr/bin/strace',
  // Go's packages for logs, which check ours; the smaller of the compilers there are for it.
  'gccgo-go': '/usr/bin/go',
  'golang-golang-x-mod-dev': '/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog/tlog.go',
  'python3-aiortc': '/usr/lib/python3/dist-packages/aiortc/__init__.py',
}
const otherChromiums = ['/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * What is to be installed.
 * @param {(path: string) => boolean} exists
 * @param {string | undefined} chosen a Chromium the person named
 */
export function missingPackages(exists, chosen) {
  return Object.entries(packages)
    .filter(([name, file]) => !exists(file) && !(name === 'chromium' && hasChromium(exists, chosen)))
    .map(([name]) => name)
}

/** @param {(path: string) => boolean} exists @param {string | undefined} chosen */
export function hasChromium(exists, chosen) {
  return chosen === undefined ? [packages.chromium, ...otherChromiums].some(exists) : exists(chosen)
}

/**
 * Installs what the stories in a browser need, where that is allowed: on Debian, as root, unless
 * `LECTERN_NO_APT` is set. Says one sentence when they will be skipped.
 */
export function prepareBrowsers() {
  const chosen = process.env['LECTERN_CHROMIUM']
  const missing = missingPackages(existsSync, chosen)
  if (missing.length > 0 && mayInstall()) install(missing)
  if (!hasChromium(existsSync, chosen)) say('browser_refused')
}

function mayInstall() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && !process.env['LECTERN_NO_APT']
}

/** @param {readonly string[]} names */
function install(names) {
  say('browser_installing', { packages: names.join(', ') })
  const apt = (/** @type {string[]} */ ...args) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    return spawnSync('/usr/bin/apt-get', ['-qq', '-o', 'Dpkg::Use-Pty=0', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 }).status === 0
  }
  apt('update')
  // One by one, so that one that this Debian lacks does not cost the others.
  for (const name of names) if (!apt('install', '-y', '--no-install-recommends', name)) say('browser_install_failed', { package: name })
}
