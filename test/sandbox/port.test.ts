import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { createLog } from '../../src/server/log.ts'
import { Browser } from '../browser.ts'
import { listen } from '../loopback.ts'
import { get, send } from '../server/raw.ts'
import { github } from '../site.ts'

describe('the port of the simulated vendors', () => {
  let sandbox: Sandbox
  let port: number
  let way: string
  beforeAll(async () => {
    const text = `version: 1\npublicUrl: https://sso.example.com\nsources:${github.replaceAll('{vendor}', 'https://github.example')}`
    const { config } = await compile(text.replace(/ {4}endpoints.*/, ''), { file: 'test.yaml' })
    if (!config) throw new Error('the file of this test is wrong')
    sandbox = await startSandbox(config, { log: createLog('silent', () => {}), port: 0 })
    const departure = new URL((await new Browser(sandbox.url).get('/auth/github')).location ?? '')
    port = Number(departure.port)
    way = departure.pathname + departure.search
  })
  afterAll(() => sandbox.close())

  it('answers to its own name', async () => {
    const { status, body } = await get(port, way, [`Host: 127.0.0.1:${port}`])
    expect(status).toBe(200)
    expect(body).toContain('SANDBOX')
  })

  it.each<[what: string, lines: (port: number) => string[]]>([
    ['another name that leads here', at => [`Host: evil.example:${at}`]],
    ['another name of this machine', at => [`Host: localhost:${at}`]],
    ['another port', at => [`Host: 127.0.0.1:${at + 1}`]],
    ['no port', () => ['Host: 127.0.0.1']],
    ['its own name with a user in front', at => [`Host: x@127.0.0.1:${at}`]],
    ['its own name with a dot', at => [`Host: 127.0.0.1.:${at}`]],
  ])('answers nothing to %s', async (_, lines) => {
    const { status, body } = await get(port, way, lines(port))
    expect([status, body]).not.toEqual([200, expect.anything()])
    expect([400, 421]).toContain(status)
    expect(body).not.toContain('SANDBOX')
  })

  it('reads no more than a megabyte', async () => {
    const vendor = await listen()
    const read: number[] = []
    vendor.serve(async request => {
      read.push((await request.arrayBuffer()).byteLength)
      return new Response('read')
    })
    const at = Number(new URL(vendor.origin).port)
    const post = (bytes: number) =>
      send(
        at,
        `POST / HTTP/1.1\r\nHost: 127.0.0.1:${at}\r\nContent-Length: ${bytes}\r\nConnection: close\r\n\r\n${'x'.repeat(bytes)}`,
      )
    expect((await post(1_048_576)).status).toBe(200)
    expect((await post(1_048_577)).status).toBe(413)
    expect(read).toEqual([1_048_576])
    await vendor.close()
  })
})
