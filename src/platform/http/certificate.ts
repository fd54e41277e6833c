import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Refused } from '../../kernel/failures.ts'

/** A certificate chain and its key, both PEM, and the names it is for. */
export type Certificate = { readonly cert: string; readonly key: string; readonly names: readonly string[] }

/**
 * Reads and checks a certificate and its key. Refuses with `CERTIFICATE_UNREADABLE` (details: the
 * file) and `CERTIFICATE_KEY_OTHER`. Its dates are not judged: a box without a clock battery may
 * think it is 1970.
 */
export function readCertificate(certFile: string, keyFile: string): Certificate {
  const cert = readPem(certFile)
  const key = readPem(keyFile)
  const leaf = parsed(certFile, () => new X509Certificate(cert))
  const secret = parsed(keyFile, () => createPrivateKey(key))
  if (!leaf.checkPrivateKey(secret)) throw new Refused('CERTIFICATE_KEY_OTHER')
  const names = (leaf.subjectAltName ?? '').split(', ').filter((name) => name.startsWith('DNS:')).map((name) => name.slice(4).toLowerCase())
  return { cert, key, names }
}

function readPem(file: string): string {
  return parsed(file, () => readFileSync(file, 'utf8'))
}

function parsed<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    const refusal = new Refused('CERTIFICATE_UNREADABLE', { file })
    refusal.cause = cause
    throw refusal
  }
}
