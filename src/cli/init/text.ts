import { flow } from '../../config/written.ts'
import { displayWidth } from '../../diagnostics/width.ts'
import type { First, FirstEntry } from './first.ts'
import { type Comments, comments } from './words.ts'

/** The file: what is a placeholder has the words of its console beside it. */
export function textOf(first: First, modeline: string): string {
  const { publicUrl, language, autoRegister, permissionProfile, sources, apps, remarks } = first
  const says = comments[language]
  return [
    `# yaml-language-server: $schema=${modeline}`,
    '#',
    `# ${says.file}`,
    ...(remarks.length > 0 ? ['#', ...remarks.map(remark => `# ${remark}`)] : []),
    'version: 1',
    '',
    `# ${says.publicUrl}`,
    `publicUrl: ${flow(publicUrl)}`,
    '',
    ...server(first, says),
    '',
    `ui: { locale: ${language === 'zh' ? 'zh-CN' : 'en'} }`,
    '',
    ...(permissionProfile === undefined ? [] : [`permissionProfile: ${flow(permissionProfile)}`, '']),
    'autoRegister:',
    noted(`  enabled: ${autoRegister.enabled}`, says.enabled),
    noted(`  baseDir: ${flow(autoRegister.baseDir)}`, says.baseDir),
    noted(`  permissions: ${flow(autoRegister.permissions)}`, says.permissions),
    '',
    noted('sources:', says.sources),
    ...entries(sources),
    '',
    ...(apps.length === 0 ? [] : [noted('apps:', says.apps), ...entries(apps), '']),
  ].join('\n')
}

function server({ publicUrl, apps }: First, says: Comments): string[] {
  const { protocol, hostname, port } = new URL(publicUrl)
  const proxies = noted(`  trustedProxies: ${flow(['127.0.0.1/32'])}`, says.trustedProxies)
  // on this machine alone, for a try
  if (protocol === 'http:') {
    const host = hostname.startsWith('[') ? hostname : '127.0.0.1'
    const isAsked = apps.some(({ type }) => type === 'forward-auth')
    return ['server:', `  listen: ${flow(`${host}:${port || '80'}`)}`, ...(isAsked ? [proxies] : [])]
  }
  return ['server:', noted(`  listen: ${flow('127.0.0.1:8080')}`, says.listen), proxies]
}

const entries = (all: readonly Entry[]): string[] =>
  all.flatMap((one, index) => [...(index === 0 ? [] : ['']), ...entry(one)])

/** Only a source is closed at first: one that is closed where it was taken over from. */
type Entry = FirstEntry & { readonly closed?: boolean }

function entry({ id, type, name, closed, keys, words }: Entry): string[] {
  return [
    `  - id: ${flow(id)}`,
    `    type: ${flow(type)}`,
    `    name: ${flow(name)}`,
    ...(closed ? ['    enabled: false'] : []),
    ...Object.entries(keys).map(([key, value]) => noted(`    ${key}: ${flow(value)}`, words[key])),
  ]
}

function noted(line: string, comment = ''): string {
  if (comment === '') return line
  return `${line}${' '.repeat(Math.max(3, 42 - displayWidth(line)))}# ${comment}`
}
