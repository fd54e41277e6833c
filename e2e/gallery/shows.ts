/** The first button with these words on it. */
export function button(root: HTMLElement, words: string): HTMLButtonElement | undefined {
  return [...root.querySelectorAll('button')].find((one) => one.textContent.includes(words))
}

/** Waits for what a page draws in its time, since parts of it are loaded when they are wanted. */
export function shows(root: HTMLElement, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isSo()) return
      observer.disconnect()
      resolve()
    }
    const observer = new MutationObserver(look)
    observer.observe(root, { childList: true, subtree: true })
    look()
  })
}
