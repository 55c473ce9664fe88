import { createServer } from 'node:net'
import { expect } from 'vitest'
import type { Ended } from './bundle.ts'

/** The beginning of a file that is served here. */
export const base = (port: number, data = './data') => `version: 1
publicUrl: http://localhost:${port}
server: { listen: "127.0.0.1:${port}" }
storage: { url: "sqlite:${data}/sso.db" }
`
export const local = `sources:
  - { id: local, type: local, name: Password }
`

/** What every command that cannot answer owes to the person at the terminal. */
export function expectWords({ stdout, stderr }: Ended): void {
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^error: /)
  expect(stderr).not.toMatch(/^ {4}at /m)
  expect(stderr).not.toContain('node:internal')
}

export const occupy = async (port: number) => {
  const other = createServer()
  await new Promise<void>(resolve => other.listen(port, '127.0.0.1', resolve))
  return () => other.close()
}
