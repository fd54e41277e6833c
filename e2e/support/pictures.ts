import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

const TOP = fileURLToPath(new URL('../../out/pictures/', import.meta.url))

type Picture = { readonly name: string; readonly file: string; readonly note: string }

/**
 * Pictures that a test took, for people to look at. Each test has a folder of its own below
 * `out/pictures`, and `out/pictures/index.html` shows those of all on one page.
 */
export class Pictures {
  readonly #folder: string
  readonly #title: string
  readonly #taken: Picture[] = []

  /** What the folder held before goes. */
  constructor(folder: string, title: string) {
    this.#folder = folder
    this.#title = title
    rmSync(join(TOP, folder), { recursive: true, force: true })
    mkdirSync(join(TOP, folder), { recursive: true })
  }

  async take(page: Page, name: string, note: string): Promise<void> {
    const file = `${`${name} ${note}`.replaceAll(/[^a-z0-9]+/gi, '-')}.png`
    await page.screenshot({ path: join(TOP, this.#folder, file), fullPage: true })
    this.#taken.push({ name, file, note })
  }

  finish(): void {
    writeFileSync(join(TOP, this.#folder, 'pictures.json'), JSON.stringify({ title: this.#title, pictures: this.#taken }))
    writeIndex()
  }
}

/** Everything that stands below `out/pictures`, also of tests that ran before. */
function writeIndex(): void {
  const sections = globSync('*/pictures.json', { cwd: TOP }).sort().map((path) => {
    const { title, pictures } = JSON.parse(readFileSync(join(TOP, path), 'utf8')) as { title: string; pictures: Picture[] } // Ours, see finish.
    const names = [...new Set(pictures.map(({ name }) => name))]
    const figure = ({ file, note }: Picture): string => `<figure><img src="${dirname(path)}/${file}" loading="lazy" alt=""><figcaption>${note}</figcaption></figure>`
    return `<h2 id="${dirname(path)}">${title}</h2>\n${names.map((name) => `<h3>${name}</h3><section>${pictures.filter((picture) => picture.name === name).map(figure).join('')}</section>`).join('\n')}`
  })
  writeFileSync(join(TOP, 'index.html'), `<!doctype html><meta charset="utf-8"><title>Lectern</title>
<style>body{font:16px sans-serif;margin:2rem}section{display:flex;flex-wrap:wrap;gap:1rem;align-items:start}figure{margin:0}img{max-width:30rem;max-height:40rem;border:1px solid #999}</style>
${sections.join('\n')}`)
}
