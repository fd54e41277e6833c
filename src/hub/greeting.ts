import { renderUnicodeCompact } from 'uqr'
import { m } from '../words/messages.js'
import type { DatabaseFailureCode } from '../platform/sqlite/failures.ts'
import type { Invitation, StartLamps } from './start-hub.ts'

/** What the terminal shows once the box is open: the ways in, and what does not work. */
export function greeting({ code, studioLink, learnerLink, addresses }: Invitation & { readonly addresses: readonly string[] }, lamps: StartLamps): string {
  const [address = ''] = addresses
  return [
    m.hub_start_open(),
    '',
    m.hub_start_studio(),
    `  ${studioLink}`,
    '',
    m.hub_start_learners({ address }),
    indent(renderUnicodeCompact(learnerLink)),
    `  ${learnerLink}`,
    '',
    m.hub_start_code({ code }),
    '',
    ...(lamps.theftCovered ? [] : [m.hub_start_theft()]),
    ...(lamps.media ? [] : [noMedia(lamps)]),
    ...(address.includes('//localhost') ? [m.hub_start_localhost_only()] : []),
  ].join('\n')
}

/** What the terminal shows on a first start, while the guided sample class runs. */
export function tourGreeting({ tourLink, skipLink }: Invitation, lamps: StartLamps): string {
  return [
    m.hub_tour_ready(),
    '',
    m.hub_tour_link(),
    `  ${tourLink}`,
    '',
    m.hub_tour_skip(),
    `  ${skipLink}`,
    '',
    ...(lamps.media ? [] : [noMedia(lamps)]),
  ].join('\n')
}

function noMedia({ mediaPortTaken: port }: StartLamps): string {
  return port === null ? m.hub_start_no_media() : m.hub_start_media_port({ port })
}

/** What a person can do about a database that does not open. */
export function databaseSentence(code: DatabaseFailureCode, folder: string): string {
  switch (code) {
    case 'DB_FOREIGN': return m.hub_database_DB_FOREIGN({ folder })
    case 'DB_WRONG_KEY': return m.hub_database_DB_WRONG_KEY({ folder })
    case 'DB_CORRUPT': return m.hub_database_DB_CORRUPT({ folder })
    case 'DB_IN_USE': return m.hub_database_DB_IN_USE({ folder })
    case 'DB_NEWER': return m.hub_database_DB_NEWER({ folder })
    case 'DB_FULL': return m.hub_database_DB_FULL({ folder })
    case 'DB_IO': return m.hub_database_DB_IO({ folder })
  }
}

function indent(block: string): string {
  return block.split('\n').map((line) => `  ${line}`).join('\n')
}
