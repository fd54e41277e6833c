import { render } from 'preact'
import '../../src/ui/kit/kit.css'
import './gallery.css'
import { locales, overwriteGetLocale } from '../../src/words/runtime.js'
import type { Scenes } from './part.ts'

/** `?scene=live&dir=rtl&lang=de`: one page in one state, alone; without a scene, links to all. Not shipped. */
const parts: ReadonlyArray<Promise<{ readonly scenes: Scenes }>> = [
  import('./parts/kit.tsx'), import('./parts/learner.tsx'), import('./parts/privacy.tsx'), import('./parts/stage.tsx'), import('./parts/door.tsx'), import('./parts/room.tsx'), import('./parts/replay.tsx'), import('./parts/evidence.tsx'), import('./parts/review.tsx'), import('./parts/holdings.tsx'), import('./parts/desk.tsx'), import('./parts/sheet.tsx'), import('./parts/report.tsx'), import('./parts/studio.tsx'), import('./parts/tour.tsx'),
]

const ask = new URLSearchParams(location.search)
const root = document.getElementById('page')
if (root === null) throw new Error('the page has no root')
document.documentElement.dir = ask.get('dir') ?? 'ltr'
const language = locales.find((tag) => tag === ask.get('lang'))
if (language !== undefined) {
  overwriteGetLocale(() => language)
  document.documentElement.lang = language
}
if (ask.get('text') !== null) document.documentElement.style.fontSize = `${ask.get('text')}%`

const settled = await Promise.allSettled(parts)
// A part that is broken takes no other with it, but is heard of.
for (const part of settled) if (part.status === 'rejected') reportError(part.reason)
const scenes: Scenes = Object.assign({}, ...settled.map((part) => (part.status === 'fulfilled' ? part.value.scenes : {})))
const draw = scenes[ask.get('scene') ?? '']
if (draw !== undefined) await draw(root)
else render(<ul>{Object.keys(scenes).map((key) => <li key={key}><a href={`?scene=${key}`}>{key}</a></li>)}</ul>, root)
// Who looks waits for this.
document.documentElement.dataset['drawn'] = 'yes'
