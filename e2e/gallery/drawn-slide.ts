import type { ShownPicture } from '../../src/features/live/screens/link/prefetch/prefetcher.ts'
import type { Picture } from '../../src/features/live/wire/pictures.ts'
import { PictureId } from '../../src/kernel/ids.ts'

/** A slide and an overlay as a host might have made them, drawn here. */
export const slideId = PictureId.parse('pic_aaaaaaaaaaaaaaaa')
export const overlayId = PictureId.parse('pic_bbbbbbbbbbbbbbbb')

const drawn = (content: string): string => `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 900" width="1600" height="900">${content}</svg>`)}`
const slide = drawn(`<rect width="1600" height="900" fill="#fbf8ee"/><g fill="none" stroke="#1d4d3f" stroke-width="26" stroke-linecap="round">
  <path d="M420 760V520L560 300L520 170"/><path d="M560 300L760 250"/><circle cx="510" cy="110" r="62"/></g>
  <g fill="#1d4d3f" font-family="sans-serif"><text x="860" y="330" font-size="92" font-weight="700">Knee over heel</text><text x="860" y="450" font-size="60">Weight in the heel,</text><text x="860" y="530" font-size="60">chest stays up.</text></g>`)
const overlay = drawn(`<g fill="none" stroke="#ffd84a" stroke-width="18"><circle cx="800" cy="560" r="150"/><path d="M1130 330L940 460"/></g>
  <text x="1150" y="320" fill="#fff" stroke="#111" stroke-width="3" font-family="sans-serif" font-size="84" font-weight="700">Look here</text>`)

export const drawnPictures: ReadonlyMap<string, ShownPicture> = new Map([
  [slideId, { url: slide, title: 'The knee over the heel, from the side', width: 1600, height: 900 }],
  [overlayId, { url: overlay, title: 'Where to look', width: 1600, height: 900 }],
])

/** The same as the studio's box has it: a small PNG of two colours. */
export const givenPicture: Picture = {
  picture: slideId, title: 'The knee over the heel, from the side', type: 'image/png', width: 320, height: 180, bytes: 0, sha256: '',
  path: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAUAAAAC0CAMAAADSOgUjAAAABlBMVEX7+O4dTT9zmVHUAAABCElEQVR42u3ZwQ2AIAAEQe2/aRM/+nYNBJ0tYcKDg22TJEmSJEmSJEmSJJ3tVzCKHsM3/AhGPoTdj2D1I1j9CAKc7Eew+hEECHBtP4IAAQIEKIAAAQIUQIC2MEABHCkIqAniAThVEE4TRNMEwSRCKE0QSTGEIScQIMDR7xZPAwgQIECAAAECBAgQIECAtjBAgAABCiDAdQG/cjMDCBAgQIAAAQIECNASAQhQUwH9iQAECBAgQAEECBCgAAIECFAAAf4H0BYGCBAgQIACCBAgQAEECBCgAAIECFAAAQIEKIAAAQIECBAgQIAABRAgQIACCBAgQAEECBCgJEmSJEmSJEmSJEmSJEm3DihIEWSMJOavAAAAAElFTkSuQmCC',
}
