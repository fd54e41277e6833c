// @ts-check

/** Names of vocabularies that look like addresses and are never fetched. */
const vocabularies = ['http://www.w3.org/', 'https://json-schema.org/', 'http://json-schema.org/', 'https://aomedia.org/emsg/ID3']

/**
 * Addresses outside the hub that a built file mentions. A venue without internet must lose nothing, and
 * no page may tell a third party who is watching.
 * @param {string} text
 * @returns {string[]}
 */
export function outsideAddresses(text) {
  const found = text.match(/\b(?:https?|wss?):\/\/[a-z0-9][^\s"'`)<>\\]*/gi) ?? []
  const relativeToProtocol = text.match(/(?:src|href|action)\s*=\s*["']?\/\/[^\s"'>]+|url\(\s*["']?\/\/[^)"']+/gi) ?? []
  return [...found.filter((address) => !isHarmless(address)), ...relativeToProtocol]
}

/** @param {string} address */
function isHarmless(address) {
  return vocabularies.some((prefix) => address.startsWith(prefix))
}

/**
 * Fails a build whose output mentions an address outside the hub.
 * @returns {import('vite').Plugin}
 */
export function selfContained() {
  return {
    name: 'lectern:self-contained',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const file of Object.values(bundle)) {
          const text = file.type === 'chunk' ? file.code : typeof file.source === 'string' ? file.source : ''
          const outside = outsideAddresses(text)
          if (outside.length > 0) this.error(`${file.fileName} mentions ${outside.join(', ')}`)
        }
      },
    },
  }
}
