import { flow } from '../../config/written.ts'
import { displayWidth } from '../../diagnostics/width.ts'
import type { First, FirstSource } from './first.ts'
import { type Comments, comments } from './words.ts'

/** The file: what is a placeholder has the words of its console beside it. */
export function textOf(first: First, modeline: string): string {
  const { publicUrl, language, autoRegister, permissionProfile, sources, remarks } = first
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
    ...server(new URL(publicUrl), says),
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
    ...sources.flatMap((source, index) => [...(index === 0 ? [] : ['']), ...entry(source)]),
    '',
  ].join('\n')
}

function server({ protocol, hostname, port }: URL, says: Comments): string[] {
  // on this machine alone, for a try
  if (protocol === 'http:') {
    const host = hostname.startsWith('[') ? hostname : '127.0.0.1'
    return ['server:', `  listen: ${flow(`${host}:${port || '80'}`)}`]
  }
  return [
    'server:',
    noted(`  listen: ${flow('127.0.0.1:8080')}`, says.listen),
    noted(`  trustedProxies: ${flow(['127.0.0.1/32'])}`, says.trustedProxies),
  ]
}

function entry({ id, type, name, closed, keys, words }: FirstSource): string[] {
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
