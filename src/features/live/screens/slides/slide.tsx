import type { ShownPicture } from '../link/prefetch/prefetcher.ts'

/** A picture of an item: a slide in the picture's place, or an overlay that lets it be seen. Its title is what those read who cannot see it. */
export function Slide({ picture: { url, title, width, height }, as }: { picture: ShownPicture; as: 'slide' | 'overlay' }) {
  // Decoded with the drawing, so that it changes in one frame with everybody else's.
  return <img class={as} src={url} alt={title} width={width} height={height} decoding="sync" draggable={false} />
}
