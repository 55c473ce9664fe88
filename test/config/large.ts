/** Files of many entries. */
export const head =
  'version: 1\npublicUrl: https://sso.example.com\nserver: { trustedProxies: [10.0.0.0/8] }\n'
export const local = 'sources: [{ id: local, type: local, name: Password }]\n'
export const lines = (number: number, line: (index: number) => string) =>
  Array.from({ length: number }, (_, index) => line(index)).join('')
export const source = (index: number) =>
  `  - { id: s${index}, type: github, name: G${index}, clientId: x, clientSecret: { env: S${index} } }\n`
export const link = (index: number) =>
  `  - { id: a${index}, type: link, name: A${index}, url: "https://a.x", allow: everyone }\n`

export const nested = (depth: number) => `${'{ not: '.repeat(depth)}{ source: s1 }${' }'.repeat(depth)}`

/** All that may be, and no mistake in it. */
export const largest = `${head}sources:\n${lines(500, source)}apps:\n${lines(1_900, link)}grants:\n  - { id: a, when: ${nested(50)}, groups: [a] }\n`

/** Seconds of the processor that something takes: other programs make them more, and those of anything beside it. */
export async function seconds(what: () => Promise<unknown>): Promise<number> {
  const begun = process.cpuUsage()
  await what()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1_000_000
}
