import { buildPages } from '../../bin/setup/pages.js'

export async function build(): Promise<number> {
  buildPages()
  return 0
}
