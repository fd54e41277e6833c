/** Draws one page in one state into the document's root; done when it is as it is to be looked at. */
export type Draw = (root: HTMLElement) => void | Promise<void>
/** What a file of `parts/` has as `scenes`. */
export type Scenes = Readonly<Record<string, Draw>>

export function drawnBy<T>(states: Readonly<Record<string, T>>, draw: (root: HTMLElement, state: T) => void | Promise<void>): Scenes {
  return Object.fromEntries(Object.entries(states).map(([name, state]) => [name, (root) => draw(root, state)]))
}
