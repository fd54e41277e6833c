import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

export type Gallery = { readonly address: string; readonly close: () => Promise<void> }

/** Serves the gallery on loopback, from source. */
export async function serveGallery(): Promise<Gallery> {
  const root = fileURLToPath(new URL('.', import.meta.url))
  const top = fileURLToPath(new URL('../../', import.meta.url))
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    cacheDir: fileURLToPath(new URL('../../.cache/gallery', import.meta.url)),
    server: { port: 0, host: '127.0.0.1', hmr: { overlay: false }, fs: { allow: [top] } },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    // Found out before the first page is asked for: a page must not load anew in the middle of being looked at.
    optimizeDeps: { include: ['preact', 'preact/hooks', 'preact/jsx-runtime', 'preact/jsx-dev-runtime', '@preact/signals', 'zod/mini'] },
  })
  await server.listen()
  const address = server.resolvedUrls?.local[0]
  if (address === undefined) throw new Error('the gallery has no address')
  return { address, close: () => server.close() }
}
