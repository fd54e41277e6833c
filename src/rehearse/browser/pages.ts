import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** Makes one classic script of a module and all it imports. */
export async function bundle(entry: URL): Promise<string> {
  const built = await build({
    configFile: false, logLevel: 'silent', publicDir: false,
    build: {
      write: false, minify: false, target: 'es2022',
      rolldownOptions: { input: fileURLToPath(entry), output: { format: 'iife' } },
    },
  })
  const outputs = Array.isArray(built) ? built : [built]
  for (const output of outputs) {
    if (!('output' in output)) continue
    const [chunk] = output.output
    return chunk.code
  }
  throw new Error(`nothing came of bundling ${entry.href}`)
}

export type PageServer = AsyncDisposable & { readonly url: string }

/** Serves HTML and scripts by path, on loopback alone. */
export async function servePages(files: ReadonlyMap<string, string>): Promise<PageServer> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://pages').pathname
    const body = files.get(path)
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': path.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8' })
    response.end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a web server without a port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => { server.close(resolve) })
    },
  }
}

/** A page that is nothing but a script. */
export function pageWith(script: string): string {
  return `<!doctype html><meta charset="utf-8"><title>bench</title><body style="margin:0"><script src="${script}"></script></body>`
}
