import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'

/** The report is what `expected/NAME` says. UPDATE=1 writes it there: read it before you commit it. */
export function expectReport(name: string, report: string): void {
  const file = new URL(`expected/${name}`, import.meta.url)
  if (process.env.UPDATE === '1') writeFileSync(file, report)
  expect(existsSync(file), `no expected/${name}: run with UPDATE=1 and read it`).toBe(true)
  expect(report).toBe(readFileSync(file, 'utf8'))
}
