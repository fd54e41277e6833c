// @ts-check

/**
 * What the page may do once it lies in a folder: run what is in it, and nothing else. A bundle must be
 * checkable where there is no network, and nobody may learn that it was checked.
 */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/**
 * Puts a page's script and style into its HTML, so that it is one file that opens from a disk: there a
 * browser loads no module beside it.
 * @returns {import('vite').Plugin}
 */
export function oneFile() {
  return {
    name: 'lectern:one-file',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const page of Object.values(bundle)) {
          if (page.type !== 'asset' || !page.fileName.endsWith('.html')) continue
          const { html, taken } = inlined(String(page.source), (name) => {
            const file = Object.values(bundle).find(({ fileName }) => name.endsWith(`/${fileName}`))
            return file?.type === 'chunk' ? file : file && { fileName: file.fileName, code: String(file.source) }
          })
          page.source = html
          for (const name of taken) delete bundle[name]
        }
      },
    },
  }
}

/**
 * @param {string} html @param {(address: string) => { fileName: string, code: string } | undefined} find what lies at an address in the page
 * @returns {{ html: string, taken: string[] }} throws for an address that would have to be fetched
 */
export function inlined(html, find) {
  /** @type {string[]} */
  const taken = []
  /** @type {string[]} */
  const scripts = []
  const take = (/** @type {string} */ address) => {
    const file = find(address)
    if (!file) throw new Error(`the page names ${address}, which is not in it`)
    taken.push(file.fileName)
    return file.code
  }
  const plain = html
    .replace(/<script\b[^>]*\bsrc="([^"]+)"[^>]*><\/script>/g, (_, address) => {
      // The end of a script is found by its letters, wherever they stand.
      scripts.push(`<script type="module">${take(address).replaceAll(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--')}</script>`)
      return ''
    })
    .replace(/<link\b[^>]*\brel="stylesheet"[^>]*\bhref="([^"]+)"[^>]*>/g, (_, address) => `<style>${take(address)}</style>`)
    .replace(/<meta charset="[^"]*">/, (charset) => `${charset}\n    <meta http-equiv="Content-Security-Policy" content="${POLICY}">`)
  return { html: plain.replace('</body>', () => `${scripts.join('')}</body>`), taken }
}
