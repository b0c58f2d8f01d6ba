const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** A change below this share of the greatest value is drawn as the small thing that it is. */
const LEAST_RANGE = 0.1

/**
 * The last `width` values as one line of bars, the newest to the right. Scaled from the least to the greatest
 * value, so that growth shows on a large lag too; a value that is not known is a blank.
 */
export function sparkline(values: readonly (number | undefined)[], width = values.length): string {
  const shown = values.slice(-width)
  const known = shown.filter((value) => value !== undefined)
  const top = Math.max(...known, 0)
  const bottom = Math.min(...known, top)
  const range = Math.max(top - bottom, top * LEAST_RANGE)
  return shown
    .map((value) => {
      if (value === undefined) return ' '
      const level = range === 0 ? 0 : Math.round(((value - bottom) / range) * (BARS.length - 1))
      return BARS[level] ?? BARS[0]
    })
    .join('')
}
