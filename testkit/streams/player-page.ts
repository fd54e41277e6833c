import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** A page that is nothing but the player of streams, built as a box serves pages: `/` with `?code=…&of=…`. */
export async function buildPlayerPage(): Promise<{ readonly folder: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-player-'))
  const root = join(folder, 'root')
  const page = join(root, 'learner/index.html')
  mkdirSync(dirname(page), { recursive: true })
  const script = fileURLToPath(new URL('./player-page-script.ts', import.meta.url))
  writeFileSync(page, `<!doctype html><html><body><video playsinline muted></video><script type="module" src="${script}"></script></body></html>`)
  await build({
    root, configFile: false, logLevel: 'error', base: '/en/',
    build: { outDir: join(folder, 'web/en'), target: 'es2022', chunkSizeWarningLimit: Infinity, rolldownOptions: { input: page } },
  })
  return { folder: join(folder, 'web'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}
