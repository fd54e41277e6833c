import { z } from 'zod/mini'
import { route } from '../../../kernel/contract.ts'
import { PictureId } from '../../../kernel/ids.ts'

/**
 * Slides and overlays: pictures the box was given, which items of a plan show. Sealed on the disk as
 * music is; fetched by pages before they are needed.
 */

/** What a picture may be by its bytes. None of them moves, and none can carry a script. */
export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const
export type PictureType = (typeof PICTURE_TYPES)[number]
export const PICTURE_MOST_BYTES = 5_000_000
/** Width and height, pixels. */
export const PICTURE_MOST_SIDE = 4096

/** `title` is what those read who cannot see it. `sha256` of its bytes, base64url; `path`: where a page of this class gets them. */
export const Picture = z.object({
  picture: PictureId, title: z.string(), type: z.enum(PICTURE_TYPES),
  width: z.number(), height: z.number(), bytes: z.number(), sha256: z.string(), path: z.string(),
})
export type Picture = z.infer<typeof Picture>

const Pictures = z.object({ pictures: z.array(Picture) })
const Nothing = z.strictObject({})

/**
 * Who runs the room sees all the box has. Any other page of the class (a seat, a room screen) sees those
 * that the class's plan names, from the lobby to the end.
 */
export const listPictures = route({
  name: 'list-pictures',
  method: 'GET',
  path: '/api/1/classes/:code/pictures',
  who: 'device',
  limit: { burst: 30, seconds: 10 },
  input: Nothing,
  output: Pictures,
  refusals: ['CLASS_UNKNOWN'],
})

export const removePicture = route({
  name: 'remove-picture',
  method: 'DELETE',
  path: '/api/1/classes/:code/pictures/:picture',
  who: ['host', 'co-host'],
  limit: { burst: 20, seconds: 20 },
  input: Nothing,
  output: Pictures,
  refusals: ['CLASS_UNKNOWN', 'PICTURE_UNKNOWN'],
})

export const pictureRoutes = [listPictures, removePicture] as const

/**
 * Pictures as bytes rather than JSON: `GET` (with `Range`) for pages of the class, `POST` of a file by who
 * runs the room (`?title=`; the answer is that of `list-pictures`).
 */
export const PICTURE_DOORS = { add: '/api/1/classes/:code/pictures', image: '/api/1/classes/:code/pictures/:picture/image' } as const

/** Of the box, not of a class. The blob is the ciphertext; type and size are what the file's first bytes show, `sha256` is of the file itself. */
export const pictureAdded = {
  kind: 'live.picture-added.1',
  body: z.object({ picture: PictureId, type: z.enum(PICTURE_TYPES), width: z.number(), height: z.number() }),
  private: z.object({ title: z.string(), sha256: z.string() }),
} as const
export const pictureRemoved = { kind: 'live.picture-removed.1', body: z.object({ picture: PictureId }) } as const
