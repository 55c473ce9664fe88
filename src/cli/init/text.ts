import { displayWidth } from '../../diagnostics/width.ts'
import { flow } from '../yaml.ts'
import type { First, FirstSource } from './first.ts'

/** The file: what is a placeholder has the words of its console beside it. */
export function textOf(first: First, modeline: string): string {
  const { publicUrl, language, autoRegister, permissionProfile, sources, remarks } = first
  return [
    `# yaml-language-server: $schema=${modeline}`,
    '#',
    "# A first file. Replace the placeholders by what the vendors' consoles show: sso-kit urls says where that is.",
    ...(remarks.length > 0 ? ['#', ...remarks.map(remark => `# ${remark}`)] : []),
    'version: 1',
    '',
    '# What people type. Every callback address is built from it, never from a request.',
    `publicUrl: ${flow(publicUrl)}`,
    '',
    ...server(new URL(publicUrl)),
    '',
    `ui: { locale: ${language === 'zh' ? 'zh-CN' : 'en'} }`,
    '',
    ...(permissionProfile === undefined ? [] : [`permissionProfile: ${flow(permissionProfile)}`, '']),
    'autoRegister:',
    noted(`  enabled: ${autoRegister.enabled}`, "true: an account is made at a person's first sign-in,"),
    noted(`  baseDir: ${flow(autoRegister.baseDir)}`, 'confined to this folder,'),
    noted(`  permissions: ${flow(autoRegister.permissions)}`, 'with these: sso-kit permissions lists them'),
    '',
    noted('sources:', 'in the order of the buttons'),
    ...sources.flatMap((source, index) => [...(index === 0 ? [] : ['']), ...entry(source)]),
    '',
  ].join('\n')
}

function server({ protocol, hostname, port }: URL): string[] {
  // on this machine alone, for a try
  if (protocol === 'http:') {
    const host = hostname.startsWith('[') ? hostname : '127.0.0.1'
    return ['server:', `  listen: ${flow(`${host}:${port || '80'}`)}`]
  }
  return [
    'server:',
    noted(`  listen: ${flow('127.0.0.1:8080')}`, 'a proxy in front ends TLS …'),
    noted(`  trustedProxies: ${flow(['127.0.0.1/32'])}`, '… and is believed about who asks'),
  ]
}

function entry({ id, type, name, closed, keys, plugin }: FirstSource): string[] {
  return [
    `  - id: ${flow(id)}`,
    `    type: ${flow(type)}`,
    `    name: ${flow(name)}`,
    ...(closed ? ['    enabled: false'] : []),
    ...Object.entries(keys).map(([key, value]) =>
      noted(
        `    ${key}: ${flow(value)}`,
        key === 'allow' ? Object.values(plugin.allow ?? {}).join(' ') : plugin.options.properties[key]?.title,
      ),
    ),
  ]
}

function noted(line: string, comment = ''): string {
  if (comment === '') return line
  return `${line}${' '.repeat(Math.max(3, 42 - displayWidth(line)))}# ${comment}`
}
