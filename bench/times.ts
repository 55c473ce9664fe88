/** What took how long, by name and server. */
export class Times {
  readonly #all = new Map<string, number[][]>()

  /** Rows in this order, whatever is known first. */
  rows(names: readonly string[]): void {
    for (const name of names) if (!this.#all.has(name)) this.#all.set(name, [])
  }

  add(name: string, server: number, ms: number): void {
    const rows = this.#all.get(name) ?? []
    this.#all.set(name, rows)
    const row = rows[server] ?? []
    rows[server] = row
    row.push(ms)
  }

  names = (): string[] => [...this.#all.keys()]

  of(name: string, server: number): { min: number; median: number; max: number } | undefined {
    const sorted = this.#all.get(name)?.[server]?.toSorted((a, b) => a - b)
    if (!sorted) return undefined
    const at = (place: number) => sorted[Math.floor(place * (sorted.length - 1))] ?? Number.NaN
    return { min: at(0), median: at(0.5), max: at(1) }
  }

  /** Of everything. */
  worst = (): number => [...this.#all.values()].flat(2).reduce((most, ms) => Math.max(most, ms), 0)
}

/** A row for each name, and for each server min, median, max, and the median in medians of the first row. */
export function table(times: Times, servers: number): string {
  const [reference = ''] = times.names()
  const head = ['server told', 'another server'].slice(0, servers).map(name => name.padStart(34))
  const columns = 'min  median     max  of bare'.padStart(34)
  const rows = times.names().map(name => {
    const cells = Array.from({ length: servers }, (_, server) => {
      const found = times.of(name, server)
      if (!found) return ''.padStart(34)
      const ratio = found.median / (times.of(reference, server)?.median ?? Number.NaN)
      const numbers = [found.min, found.median, found.max].map(ms => ms.toFixed(1).padStart(8))
      return `${numbers.join('')}${ratio.toFixed(1).padStart(9)}`.padStart(34)
    })
    return `  ${name.padEnd(34)}${cells.join('')}`
  })
  return [`  ${''.padEnd(34)}${head.join('')}`, `  ${''.padEnd(34)}${columns.repeat(servers)}`, ...rows].join(
    '\n',
  )
}
