/** A stream of numbers in [0, 1). The same seed gives the same stream on every machine. */
export type Random = () => number

/**
 * Bob Jenkins' small fast counter generator (sfc32, 128 bits of state), started from one number.
 * Good enough to decide which packets are lost; never to be used for keys.
 */
export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9
  let b = 0x243f6a88
  let c = seed | 0
  let counter = 1
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 0x1_0000_0000
  }
  // The first outputs still resemble the seed; the generator's author asks for about a dozen to be dropped.
  for (let i = 0; i < 16; i++) next()
  return next
}
