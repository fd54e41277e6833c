import { m } from '../../src/words/messages.js'
import type { StudioPage } from './studio-page.ts'

/** Makes a link for another device in the dialog, and copies it. */
export async function crewLink(studio: StudioPage, words: string): Promise<string> {
  await studio.button(m.studio_hand_over()).click()
  const dialog = studio.page.getByRole('dialog', { name: m.studio_hand_over() })
  await dialog.getByRole('button', { name: words }).click()
  await dialog.getByRole('img', { name: m.studio_ticket_code() }).waitFor()
  const copied = studio.page.evaluate(() => new Promise<string>((resolve) => {
    addEventListener('copy', () => resolve((document.activeElement as HTMLTextAreaElement).value), { once: true })
  }))
  await dialog.getByRole('button', { name: m.ui_copy() }).click()
  await dialog.getByRole('button', { name: m.ui_copied() }).waitFor()
  await dialog.getByRole('button', { name: m.studio_close() }).click()
  return copied
}
