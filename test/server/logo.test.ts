import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileAll } from '../../src/config/compile.ts'
import { Halt } from '../../src/errors.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { createLog } from '../../src/server/log.ts'
import { readLogo } from '../../src/server/logo.ts'
import { serve } from '../../src/server/serve.ts'
import { get } from './raw.ts'

const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>'
/** One pixel each, as other programs write them. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const webp = Buffer.from('UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=', 'base64')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sso-kit-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function place(name: string, content: string | Buffer): Promise<string> {
  await mkdir(dirname(join(folder, name)), { recursive: true })
  await writeFile(join(folder, name), content)
  return `./${name}`
}

const fault = async (path: string): Promise<Halt> => {
  const thrown = await readLogo(path, folder).catch((error: unknown) => error)
  if (!(thrown instanceof Halt)) throw new Error('it was taken')
  return thrown
}

describe('a logo', () => {
  it.each([
    ['an SVG', svg, 'image/svg+xml', 'svg'],
    [
      'an SVG as a drawing program writes it',
      `\uFEFF<?xml version="1.0"?>\n<!-- a > b --><!-- <svg> -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd" [\n<!ENTITY a "b">\n]>\n${svg}`,
      'image/svg+xml',
      'svg',
    ],
    ['an SVG with a prefix', svg.replaceAll(/<(\/?)svg/g, '<$1svg:svg'), 'image/svg+xml', 'svg'],
    ['a PNG', png, 'image/png', 'png'],
    ['a WebP', webp, 'image/webp', 'webp'],
    [
      'a PNG of exactly 256 KiB',
      Buffer.concat([png, Buffer.alloc(262_144 - png.length)]),
      'image/png',
      'png',
    ],
  ])('may be %s, whatever its name says', async (_, content, type, ending) => {
    const logo = await readLogo(await place('logo.svg', content), folder)
    expect(logo).toMatchObject({ type, bytes: Buffer.from(content) })
    expect(logo?.path).toMatch(new RegExp(`^/assets/[0-9a-f]{12}\\.${ending}$`))
  })

  it.each([
    ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
    ['a page', `<!doctype html><html><body>${svg}</body></html>`],
    ['a page that begins with comments', `${'<!-- a -->'.repeat(5000)}<p>`],
    ['a text about SVG', 'the <svg> element'],
    ['a sound', Buffer.from('RIFF\0\0\0\0WAVEfmt ')],
    ['nothing', ''],
  ])('is not %s', async (_, content) => {
    const { message, help } = await fault(await place('other.png', content))
    expect(message).toBe(`ui.logo: ${join(folder, 'other.png')} is no PNG, SVG or WebP`)
    expect(help).toBeDefined()
  })

  it('is not larger than 256 KiB', async () => {
    const large = Buffer.concat([png, Buffer.alloc(262_145 - png.length)])
    const { message, help } = await fault(await place('large.png', large))
    expect([message, help]).toEqual([
      `ui.logo: ${join(folder, 'large.png')} has 257 KiB`,
      'give one of at most 256 KiB',
    ])
  })

  it.runIf(existsSync('/proc/kallsyms'))('is read no further, whatever size it says it has', async () => {
    await symlink('/proc/kallsyms', join(folder, 'endless.png'))
    expect((await fault('./endless.png')).message).toMatch(/endless\.png has more than 256 KiB$/)
  })

  it('is a file that is there', async () => {
    expect((await fault('./missing.svg')).message).toBe(
      `ui.logo: ${join(folder, 'missing.svg')} cannot be read: ENOENT`,
    )
    await mkdir(join(folder, 'folder.svg'))
    expect((await fault('./folder.svg')).message).toMatch(/^ui\.logo: .*folder\.svg is no file$/)
  })

  it.skipIf(process.platform === 'win32')('is no pipe, which would keep the start waiting', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.svg')])
    expect((await fault('./pipe.svg')).message).toMatch(/^ui\.logo: .*pipe\.svg is no file$/)
  })

  it('may be absent', async () => {
    expect(await readLogo(undefined, folder)).toBeUndefined()
  })
})

const file = (ui: string, publicUrl = 'https://sso.example.com/sso') => `version: 1
publicUrl: ${publicUrl}
server: { listen: "127.0.0.1:65000" }
ui: ${ui}
sources: [{ id: local, type: local, name: Password }]
`
const log = createLog('silent', () => {})

/** The files as they lie in folders of their own, each laid over the one before it, and served. */
async function start(...layers: { at: string; text: string }[]) {
  const read = layers.map(({ at, text }) => ({
    file: 'sso.config.yaml',
    folder: join(folder, at),
    input: text,
  }))
  const [first = { file: '', folder, input: '' }, ...others] = read
  const { config, diagnostics } = await compileAll([first, ...others])
  if (!config) throw new Error(`the test's own file is wrong: ${JSON.stringify(diagnostics)}`)
  const data = await mkdtemp(join(tmpdir(), 'sso-kit-test-'))
  const running = await serve(
    {
      ...config,
      server: { ...config.server, listen: { host: '127.0.0.1', port: 0 } },
      storage: { url: `sqlite:${data}/sso.db` },
    },
    {
      surroundings: { env: {}, folder: first.folder, allowExec: false },
      ...{ log, now: Date.now, random: randomBytes },
    },
  )
  const close = async () => {
    await running.close(0)
    await rm(data, { recursive: true, force: true })
  }
  return { ...running, close }
}

const host = ['Host: sso.example.com']
const picture = (page: string) => /<img class="logo" src="([^"]+)" alt(?:="")?\/>/.exec(page)?.[1] ?? ''

describe('a site with a logo', () => {
  let site: Awaited<ReturnType<typeof start>>
  beforeAll(async () => {
    await place('site/pictures/logo.svg', svg)
    site = await start({ at: 'site', text: file('{ title: Example, logo: ./pictures/logo.svg }') })
  })
  afterAll(() => site?.close())

  it('shows it beside the title on every page, and says its name once', async () => {
    for (const path of ['/sso/', '/sso/signin', '/sso/nothing', '/sso/auth/local/callback']) {
      const { body } = await get(site.port, path, host)
      expect(picture(body)).toMatch(/^\/sso\/assets\/[0-9a-f]{12}\.svg$/)
      expect(body).toContain('/><span>Example</span></a>')
    }
  })

  it('serves it as what it is, for good, without scripts and without our origin', async () => {
    const { body: page } = await get(site.port, '/sso/signin', host)
    const { status, headers, body } = await get(site.port, picture(page), host)
    expect([status, body]).toEqual([200, svg])
    expect(headers.get('content-type')).toEqual(['image/svg+xml'])
    expect(headers.get('x-content-type-options')).toEqual(['nosniff'])
    expect(headers.get('cache-control')).toEqual(['public, max-age=31536000, immutable'])
    const [policy = '', ...others] = headers.get('content-security-policy') ?? []
    expect(others).toEqual([])
    expect(policy.split('; ')).toEqual(expect.arrayContaining(['sandbox', "default-src 'none'"]))
    expect(policy).not.toMatch(/allow-|script/)
    expect(headers.has('set-cookie')).toBe(false)
  })

  it('shows it on the page that says the host is wrong, too', async () => {
    const { status, body } = await get(site.port, '/sso/', ['Host: other.example.com'])
    expect(status).toBe(400)
    expect((await get(site.port, picture(body), ['Host: other.example.com'])).status).toBe(200)
  })

  it('has it nowhere else', async () => {
    const { body: page } = await get(site.port, '/sso/signin', host)
    expect((await get(site.port, picture(page).replace('/sso', ''), host)).status).toBe(404)
    expect((await get(site.port, picture(page).replace(/[0-9a-f]{12}/, '0'.repeat(12)), host)).status).toBe(
      404,
    )
  })
})

it('another picture has another address', async () => {
  const one = await readLogo(await place('one.svg', svg), folder)
  const two = await readLogo(await place('two.svg', svg.replace('r="4"', 'r="3"')), folder)
  expect(two?.path).not.toBe(one?.path)
})

it('a site without one shows none', async () => {
  const site = await start({ at: 'site', text: file('{ title: Example }') })
  const { body } = await get(site.port, '/sso/signin', host)
  await site.close()
  expect(body).not.toContain('<img')
})

it('a path means what it means beside the file that wrote it', async () => {
  await place('base/logo.svg', svg)
  await place('production/logo.svg', svg.replace('r="4"', 'r="2"'))
  const overlaid = { at: 'production', text: 'ui: { logo: ./logo.svg }\n' }
  const site = await start({ at: 'base', text: file('{ title: Example, logo: ./logo.svg }') }, overlaid)
  const { body } = await get(site.port, '/sso/signin', host)
  const shown = await get(site.port, picture(body), host)
  await site.close()
  expect(shown.body).toContain('r="2"')
})

it('one that is not there keeps the server from starting, and makes nothing', async () => {
  await expect(start({ at: 'site', text: file('{ logo: ./no.png }') })).rejects.toThrow(
    /^ui\.logo: .*no\.png/,
  )
})

it('the sandbox shows the one beside the file', async () => {
  const at = join(folder, 'sandboxed')
  await place('sandboxed/logo.png', png)
  const layer = { file: 'sso.config.yaml', folder: at, input: file('{ title: Example, logo: ./logo.png }') }
  const { config } = await compileAll([layer])
  if (!config) throw new Error('the test’s own file is wrong')
  const sandbox = await startSandbox(config, { log, port: 0, folder: at })
  const page = await (await fetch(`${sandbox.url}/signin`)).text()
  const answer = await fetch(new URL(picture(page), sandbox.url))
  const bytes = Buffer.from(await answer.arrayBuffer())
  await sandbox.close()
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(bytes).toEqual(png)
})
