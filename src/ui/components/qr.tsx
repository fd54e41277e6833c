import { encode } from 'uqr'
import { useMemo } from 'preact/hooks'

/** Dark on white whatever the scheme, with a quiet zone, as scanners want it. */
export function Qr({ text, label }: { text: string; label: string }) {
  const { d, size } = useMemo(() => {
    const code = encode(text, { ecc: 'M', border: 2 })
    const squares = code.data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    return { d: squares.join(''), size: code.size }
  }, [text])
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={d} fill="#000" />
    </svg>
  )
}
