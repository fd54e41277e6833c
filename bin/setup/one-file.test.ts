import { expect, it } from 'vitest'
import { inlined } from './one-file.js'

const HTML = '<html><head><meta charset="utf-8"><script type="module" crossorigin src="/en/assets/a.js"></script><link rel="stylesheet" crossorigin href="/en/assets/a.css"></head><body><div id="page"></div></body></html>'

it('a page becomes one file that may ask nobody for anything', () => {
  const { html, taken } = inlined(HTML, (address) => ({ fileName: address.slice(4), code: address.endsWith('.js') ? 'run()' : 'p{}' }))
  expect(taken).toEqual(['assets/a.js', 'assets/a.css'])
  expect(html).toMatch(/content="default-src 'none';[^"]*"/)
  expect(html).toContain('<style>p{}</style>')
  expect(html).toContain('<div id="page"></div><script type="module">run()</script></body>')
  expect(html).not.toMatch(/(?:src|href)="\//)
})

it('what looks like the end of a script does not end it, and a dollar stays one', () => {
  const { html } = inlined(HTML, (address) => ({ fileName: address, code: address.endsWith('.js') ? 'say("</script>$&<!--")' : '' }))
  expect(html).toContain('say("<\\/script>$&<\\!--")')
})

it('a page that would have to fetch something is not made', () => {
  expect(() => inlined(HTML, () => undefined)).toThrow('/en/assets/a.js')
})
