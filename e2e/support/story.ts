import { it } from 'vitest'
import type { People } from './people.ts'

type Chapter = (name: string, tell: () => void | Promise<void>) => void

/**
 * A story's chapters follow each other: each begins where the one before has ended. After a chapter
 * that fails the rest is skipped, and what everybody had on their screen is kept in `out/failed`.
 */
export function story(number: number, people: () => People): Chapter {
  let broken: string | undefined
  return (name, tell) => it(name, async ({ skip }) => {
    if (broken !== undefined) skip(`told only after: ${broken}`)
    try {
      await tell()
    } catch (error) {
      broken = name
      await people().keepPictures(`out/failed/story-${number}`)
      throw error
    }
  })
}
