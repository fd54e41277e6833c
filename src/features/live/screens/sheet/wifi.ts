import { utf8 } from '../../../../kernel/bytes.ts'

/** A Wi-Fi network as a host knows it. An empty password: the network has none. */
export type Wifi = { readonly name: string; readonly password: string; readonly hidden: boolean }
export type WifiFault = 'name-missing' | 'name-long' | 'password-short' | 'password-long' | 'password-strange'

/** Of a name, in bytes (IEEE 802.11: 0 to 32 octets). */
const MOST_NAME_BYTES = 32
/** Of a passphrase, in characters, each printable ASCII (IEEE 802.11, J.4.1); 64 are a key in hexadecimal. */
const PASSWORD = { least: 8, most: 63 } as const

/** Why no phone could join by this; null when it can. */
export function wifiFault({ name, password }: Wifi): WifiFault | null {
  if (name === '') return 'name-missing'
  if (utf8(name).length > MOST_NAME_BYTES) return 'name-long'
  if (password === '' || /^[0-9a-f]{64}$/i.test(password)) return null
  if (!/^[\x20-\x7e]*$/.test(password)) return 'password-strange'
  if (password.length < PASSWORD.least) return 'password-short'
  return password.length > PASSWORD.most ? 'password-long' : null
}

/**
 * What a phone's camera takes for a network to join: `WIFI:T:…;S:…;P:…;H:true;;`, as Android and iOS read
 * it (the format began with the ZXing scanner). In values a backslash stands before `\`, `;`, `,`, `:` and `"`.
 */
export function wifiText({ name, password, hidden }: Wifi): string {
  const fields = [password === '' ? 'T:nopass' : 'T:WPA', `S:${escaped(name)}`, ...(password === '' ? [] : [`P:${escaped(password)}`]), ...(hidden ? ['H:true'] : [])]
  return `WIFI:${fields.join(';')};;`
}

const escaped = (value: string): string => value.replaceAll(/[\\;,:"]/g, '\\$&')
