import { spawn } from 'node:child_process'

/** What decides whether there is somebody at a desktop to show a page to. */
export type Desk = {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Whether a person sees what this process prints. */
  readonly isTerminal: boolean
}

/** The program that opens an address in the browser, and its arguments; undefined where there is no desktop. */
export function browserCommand(address: string, { platform, environment, isTerminal }: Desk): readonly [string, ...string[]] | undefined {
  if (!isTerminal || environment['CI'] || environment['SSH_CONNECTION']) return undefined
  switch (platform) {
    case 'darwin': return ['open', address]
    // The first quoted word is a window's title to `start`; a caret keeps an ampersand from ending the command.
    case 'win32': return ['cmd', '/c', 'start', '""', address.replaceAll('&', '^&')]
    case 'linux': return environment['DISPLAY'] || environment['WAYLAND_DISPLAY'] ? ['xdg-open', address] : undefined
    default: return undefined
  }
}

/** Opens an address where there is a desktop. Whether that works is the browser's affair: the address stands in the terminal too. */
export function openBrowser(address: string, desk: Desk): void {
  const [program, ...args] = browserCommand(address, desk) ?? []
  if (program === undefined) return
  const child = spawn(program, args, { stdio: 'ignore', detached: true, windowsVerbatimArguments: true })
  child.on('error', () => undefined) // There is no such program: the person opens the address by hand.
  child.unref()
}
