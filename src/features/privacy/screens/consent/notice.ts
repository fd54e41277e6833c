import { base64url, utf8 } from '../../../../kernel/bytes.ts'
import type { Crypto } from '../../../../kernel/crypto.ts'
import { pageLanguage } from '../../../../ui/language.ts'
import { m } from '../../../../words/messages.js'
import { type Notice, type Purpose, PURPOSES } from '../../wire/words.ts'

/** One question of the form: what it is about, and what happens with yes and no. */
export type Asked = { readonly purpose: Purpose; readonly title: string; readonly means: string; readonly yes: string; readonly no: string }

/** Every word that somebody says yes or no to, in the page's language; built once, shown and hashed as it is. */
export type NoticeWords = { readonly lead: readonly string[]; readonly asked: readonly Asked[]; readonly kept: readonly string[] }

const ASKED: Readonly<Record<Purpose, () => Omit<Asked, 'purpose'>>> = {
  heard: () => ({ title: m.privacy_consent_heard(), means: m.privacy_consent_heard_means(), yes: m.privacy_consent_heard_yes(), no: m.privacy_consent_heard_no() }),
  seen: () => ({ title: m.privacy_consent_seen(), means: m.privacy_consent_seen_means(), yes: m.privacy_consent_seen_yes(), no: m.privacy_consent_seen_no() }),
  answers: () => ({ title: m.privacy_consent_answers(), means: m.privacy_consent_answers_means(), yes: m.privacy_consent_answers_yes(), no: m.privacy_consent_answers_no() }),
  analytics: () => ({ title: m.privacy_consent_analytics(), means: m.privacy_consent_analytics_means(), yes: m.privacy_consent_analytics_yes(), no: m.privacy_consent_analytics_no() }),
  contact: () => ({ title: m.privacy_consent_contact(), means: m.privacy_consent_contact_means(), yes: m.privacy_consent_contact_yes(), no: m.privacy_consent_contact_no() }),
}

export function noticeWords(): NoticeWords {
  return {
    lead: [m.privacy_consent_lead(), m.privacy_consent_lead_no()],
    asked: PURPOSES.map((purpose) => ({ purpose, ...ASKED[purpose]() })),
    kept: [m.privacy_consent_where(), m.privacy_consent_until(), m.privacy_consent_back()],
  }
}

/** The notice as text: its sentences in the order they are shown, one a line, without a line feed at the end. */
export function noticeText({ lead, asked, kept }: NoticeWords): string {
  return [...lead, ...asked.flatMap(({ title, means, yes, no }) => [title, means, yes, no]), ...kept].join('\n')
}

/** What a consent names as the words it was given to. */
export function noticeOf(words: NoticeWords, crypto: Pick<Crypto, 'sha256'>): Notice {
  return { sha256: base64url(crypto.sha256(utf8(noticeText(words)))), language: pageLanguage() }
}
