import { randomBytes } from 'node:crypto'
import type { Common, Host, Probe, Source, World } from 'sso-kit/plugin'
import { createWorld } from '../src/sandbox/organisation.ts'

interface Checkable<O> {
  open(options: O & Common, host: Host): Source | Promise<Source>
}

type Vendor = (request: Request) => Response | Promise<Response>

/** A secret that no probe may repeat. */
export const secret = { reveal: () => 'a secret that only tests know' }

export const world = (): World => createWorld({ now: Date.now, random: randomBytes })

/** A vendor with other answers at the paths that these names are part of. */
export const faulty =
  (vendor: Vendor, faults: Readonly<Record<string, Response>>): Vendor =>
  request => {
    const at = Object.keys(faults).find(path => request.url.includes(path))
    return at === undefined ? vendor(request) : (faults[at] as Response)
  }

/** The connectivity test of one source, a line for each probe; every call is made at most once. */
export async function probed<O>(
  plugin: Checkable<O>,
  options: O & Common,
  vendor: Vendor = () => Promise.reject(new Error('nobody is asked')),
  more: Partial<Host> = {},
): Promise<string[]> {
  const asked: string[] = []
  const host: Host = {
    source: 'checked',
    folder: '.',
    now: Date.now,
    log: { info() {}, warn() {} },
    fetch: async (url, init) => {
      const request = new Request(url, init)
      const call = `${request.method} ${request.url} ${await request.clone().text()}`
      if (asked.includes(call)) throw new Error(`asked twice: ${call}`)
      asked.push(call)
      return vendor(request)
    },
    connect: () => Promise.reject(new Error('not here')),
    socket: () => Promise.reject(new Error('not here')),
    passwords: { check: async () => null },
    ...more,
  }
  const { check } = await plugin.open(options, host)
  if (!check) throw new Error('the type has no check')
  const lines: string[] = []
  for await (const probe of check(new AbortController().signal)) lines.push(line(probe))
  if (lines.some(text => text.includes(secret.reveal()))) throw new Error('a probe tells the secret')
  return lines
}

function line({ name, state, found, mend }: Probe): string {
  if (state === 'bad' && mend === undefined) throw new Error(`${name.en} says nothing of where it is mended`)
  return [`${state} ${name.en}`, found, mend && `-> ${mend.en}`].filter(Boolean).join(' | ')
}
