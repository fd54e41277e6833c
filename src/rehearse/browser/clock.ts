/**
 * Milliseconds on a clock that all windows of one browser share, small enough for a 32-bit barcode.
 * Wraps after 49 days; only differences are used.
 */
export function sharedMs(performanceTime = performance.now()): number {
  return (performance.timeOrigin + performanceTime) % 0x1_0000_0000
}
