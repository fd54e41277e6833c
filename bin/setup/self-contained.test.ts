import { expect, it } from 'vitest'
import { outsideAddresses } from './self-contained.js'

it.each([
  '<script src="https://cdn.example/x.js"></script>',
  '<link href="//fonts.example/css">',
  '@font-face{src:url(//fonts.example/a.woff2)}',
  'fetch(`http://stats.example/hit`)',
  'new WebSocket("wss://push.example")',
])('finds the address in %s', (text) => {
  expect(outsideAddresses(text)).toHaveLength(1)
})

it.each(['<svg xmlns="http://www.w3.org/2000/svg">', 'fetch("/api/1/hello")', 'new URL(`ws://${location.host}/api/1/live`)', '// a comment', 'const scheme = "https://aomedia.org/emsg/ID3"'])(
  'finds none in %s',
  (text) => {
    expect(outsideAddresses(text)).toEqual([])
  },
)
