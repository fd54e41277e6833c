import { CLASS_CODE_LETTERS, ClassCode, typedClassCode } from '../../../../kernel/ids.ts'

const LENGTH = 6

/** What somebody typed or pasted, as the field shows it: letters of codes alone, in two groups of three. */
export type CodeEntry = {
  /** At most six letters, upper case. */
  readonly letters: string
  /** "K7M 4QX". */
  readonly shown: string
  /** The code, once all six are there. */
  readonly code: ClassCode | null
  /** What was typed that no code contains, in order, without repeats. */
  readonly strangers: string
}

/** Case, spaces and dashes do not matter; a pasted link gives the code in it. */
export function readCodeEntry(typed: string): CodeEntry {
  const plain = typedClassCode(codeInLink(typed) ?? typed)
  const known = [...plain].filter((letter) => CLASS_CODE_LETTERS.includes(letter))
  const letters = known.join('').slice(0, LENGTH)
  const strangers = [...new Set([...plain].filter((letter) => /[0-9A-Z]/.test(letter) && !CLASS_CODE_LETTERS.includes(letter)))].join(' ')
  const parsed = ClassCode.safeParse(letters)
  return { letters, shown: codeInTwo(letters), code: parsed.success ? parsed.data : null, strangers }
}

/** Six letters as people read them: two groups of three. */
export function codeInTwo(letters: string): string {
  return letters.length <= LENGTH / 2 ? letters : `${letters.slice(0, LENGTH / 2)} ${letters.slice(LENGTH / 2)}`
}

/** The code in the path of a page's address, `/c/K7M4QX`, however it is written. */
export function codeInPath(path: string): string | null {
  const found = /\/c\/([^/?#]{1,32})/i.exec(path)?.[1]
  if (found === undefined) return null
  try {
    return typedClassCode(decodeURIComponent(found))
  } catch (cause) {
    // A lone percent sign is no encoding: the text is taken as it stands.
    if (cause instanceof URIError) return typedClassCode(found)
    throw cause
  }
}

function codeInLink(typed: string): string | null {
  return typed.includes('/') ? codeInPath(typed) : null
}
