import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { errors } from '../src/errors.ts'
import { texts } from '../src/server/text/choose.ts'
import { freePort, makeFolder, removeFolders } from './cli/folder.ts'
import { command } from './cli/io.ts'

afterAll(removeFolders)

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const pagesIn = (folder: string) =>
  readdirSync(fileURLToPath(new URL(`docs/${folder}`, root)))
    .filter(name => name.endsWith('.md'))
    .map(name => name.slice(0, -'.md'.length))

describe('the pages of docs/errors', () => {
  it('are those of the codes in src/errors.ts, no more and no less', () => {
    expect(pagesIn('errors').sort()).toEqual(Object.keys(errors).sort())
  })

  it.each(Object.entries(errors))(
    '%s tells status %i and what the person reads, in both languages',
    (code, status) => {
      const page = read(`docs/errors/${code}.md`)
      expect(page).toMatch(new RegExp(`^# ${code}\n\n\\*\\*Status ${status}\\*\\* `))
      for (const { errors: sentences } of Object.values(texts)) {
        const { title, advice } = sentences[code as keyof typeof errors]
        expect(page).toContain(`> **${title}** ${advice}\n`)
      }
      for (const heading of ['## What to do', '## In the log']) expect(page).toContain(`\n${heading}\n\n`)
    },
  )
})

describe.each(Object.entries(texts))(
  'the sentences in %s',
  (_locale, { errors: sentences, passwordFaults }) => {
    it('are there for every code, no more and no less', () => {
      expect(Object.keys(sentences).sort()).toEqual(Object.keys(errors).sort())
      for (const [code, { title, advice }] of Object.entries(sentences)) {
        expect(title.trim(), code).not.toBe('')
        expect(advice, code).toMatch(/[.。]$/)
      }
      for (const sentence of Object.values(passwordFaults)) expect(sentence).toMatch(/[.。]$/)
    })

    it('do not say the same for two codes', () => {
      const titles = Object.values(sentences).map(({ title }) => title)
      expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
    })
  },
)

describe('the pages of docs/commands', () => {
  it('are those of the commands', async () => {
    const { stdout } = await command(['--help'], { cwd: makeFolder() })
    const names = [...stdout.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name)
    expect(pagesIn('commands').sort()).toEqual(names.sort())
  })

  /** The folder in the pages; the port stays what the page says. */
  const folder = '/srv/sso'

  it.each(pagesIn('commands'))('%s prints what the command prints', async name => {
    const page = read(`docs/commands/${name}.md`)
    const port = String(await freePort())
    const files = [...page.matchAll(/^```yaml\n(# (\S+\.yaml)\n[\s\S]*?)^```$/gm)].map(
      ([, text = '', file = '']) => [file, text.replaceAll('8080', port)] as const,
    )
    const cwd = makeFolder(Object.fromEntries(files))
    const sessions = [...page.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text)
    expect(sessions.length).toBeGreaterThan(0)
    let last = 0
    for (const session of sessions) {
      let replayed = ''
      for (const line of session.split('\n').filter(text => text.startsWith('$ '))) {
        replayed += `${line}\n`
        if (line === '$ echo $?') {
          replayed += `${last}\n`
          continue
        }
        const { args, env, stdin } = typed(line.slice(2).replaceAll('8080', port))
        const terminal = (text: string) => {
          replayed += text.replaceAll(cwd, folder).replaceAll(port, '8080')
        }
        last = (await command(args, { cwd, env, stdin, signal: 'SIGTERM', terminal })).code
      }
      expect(lasting(replayed)).toBe(lasting(session))
    }
  })
})

/** `NAME=value … printf 'text' | sso-kit words 'more words'` */
function typed(line: string): { args: string[]; env: Record<string, string>; stdin: string } {
  const [, stdin = '', rest = ''] = /^(?:printf '([^']*)' \| )?(.*)$/.exec(line) ?? []
  const words = [...rest.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  const at = words.indexOf('sso-kit')
  const env = Object.fromEntries(words.slice(0, at).map(pair => pair.split('=') as [string, string]))
  return { args: words.slice(at + 1), env, stdin }
}

/** Without what differs from run to run. */
const lasting = (text: string): string =>
  text
    .replace(/\b[0-9a-f]{32}\b/g, '‹id›')
    .replace(/\bsso_admin_[\w-]{43}/g, '‹token›')
    .replace(/\b[0-9a-f]{16}\b/g, '‹token id›')
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, '‹time›')
    .replace(/\S+\/sso-kit-sandbox-\w+/g, '‹temporary›')
    .replace(/(demo \/) demo \S+/g, '$1 ‹password›')

describe('docs/dependencies.md', () => {
  const manifest = JSON.parse(read('package.json')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >
  const [, run = '', build = ''] = read('docs/dependencies.md').split(/^## /m)

  it.each([
    ['dependencies', run],
    ['devDependencies', build],
  ] as const)('gives a reason for each of the %s, and for nothing else', (kind, section) => {
    const rows = [...section.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)]
    expect(rows.map(([, name]) => name)).toEqual(Object.keys(manifest[kind]))
    for (const [, name, reason = ''] of rows) expect(reason.length, name).toBeGreaterThan(4)
  })
})
