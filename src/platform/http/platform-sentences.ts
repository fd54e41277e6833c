import { m } from '../../words/messages.js'
import type { PlatformRefusal } from './refusals.ts'
import type { Sentence, Sentences } from './sentences.ts'

/** What people are told of the general refusals. */
export const platformSentences: Readonly<Record<PlatformRefusal, Sentence>> = {
  NOT_FOUND: (_, options) => m.platform_refusal_NOT_FOUND({}, options),
  METHOD_NOT_ALLOWED: (_, options) => m.platform_refusal_METHOD_NOT_ALLOWED({}, options),
  FORBIDDEN: (_, options) => m.platform_refusal_FORBIDDEN({}, options),
  SIGNATURE_NEEDED: (_, options) => m.platform_refusal_SIGNATURE_NEEDED({}, options),
  SIGNATURE_BAD: (_, options) => m.platform_refusal_SIGNATURE_BAD({}, options),
  STALE_NONCE: (_, options) => m.platform_refusal_STALE_NONCE({}, options),
  REPLAYED: (_, options) => m.platform_refusal_REPLAYED({}, options),
  BAD_INPUT: (_, options) => m.platform_refusal_BAD_INPUT({}, options),
  TOO_LARGE: (_, options) => m.platform_refusal_TOO_LARGE({}, options),
  TOO_MANY: ({ seconds = 1 }, options) => m.platform_refusal_TOO_MANY({ seconds }, options),
  HUB_LOCKED: (_, options) => m.platform_refusal_HUB_LOCKED({}, options),
  RECORD_FAILING: (_, options) => m.platform_refusal_RECORD_FAILING({}, options),
  BUSY: (_, options) => m.platform_refusal_BUSY({}, options),
  WRONG_HOST: (_, options) => m.platform_refusal_WRONG_HOST({}, options),
  CROSS_SITE: (_, options) => m.platform_refusal_CROSS_SITE({}, options),
  INTERNAL: ({ number = '' }, options) => m.platform_refusal_INTERNAL({ number }, options),
}

/** For a code that no table knows. */
export const otherSentence: Sentence = (_, options) => m.platform_refusal_other({}, options)

/** Why a start was refused: settings, ports and certificate. For the terminal. */
export const startSentences: Sentences = {
  PORT_TAKEN: ({ port = '' }, options) => m.platform_port_taken({ port }, options),
  PORT_FORBIDDEN: ({ port = '' }, options) => m.platform_refusal_PORT_FORBIDDEN({ port }, options),
  CERTIFICATE_UNREADABLE: ({ file = '' }, options) => m.platform_refusal_CERTIFICATE_UNREADABLE({ file }, options),
  CERTIFICATE_KEY_OTHER: (_, options) => m.platform_refusal_CERTIFICATE_KEY_OTHER({}, options),
  CONFIG_UNKNOWN: ({ setting = '' }, options) => m.platform_refusal_CONFIG_UNKNOWN({ setting }, options),
  CONFIG_VALUE: ({ setting = '' }, options) => m.platform_refusal_CONFIG_VALUE({ setting }, options),
  CONFIG_CERT_AND_KEY: (_, options) => m.platform_refusal_CONFIG_CERT_AND_KEY({}, options),
  CONFIG_TLS_PORT_ALONE: (_, options) => m.platform_refusal_CONFIG_TLS_PORT_ALONE({}, options),
  CONFIG_SAME_PORT: ({ port = '' }, options) => m.platform_refusal_CONFIG_SAME_PORT({ port }, options),
}
