import { isRandomName, secretForm } from '../../../diagnostics/secret-form.ts'
import { keys } from '../../../generated/keys.js'
import { beginning } from './beginning.ts'
import type { Told } from './other-file.ts'

const section = /^\[{1,2}[\w."' -]{1,200}\]{1,2}(?:\s*[#;].*)?$/
const assignment = /^(export +)?([A-Za-z_][\w.-]{0,200})\s*=(?!=)\s*(.*)$/
/** A key as YAML has it: then the file is that, with a mistake in it. */
const ofYaml = /^ *(?:- +)*["']?[A-Za-z][\w-]*["']?:(?:\s|$)/m
/** A word or the address of a host: nothing else is repeated. */
const plain = /^(["']?)((?:https?:\/\/)?[\w.:-]{1,64})\1(?:\s+[#;].*)?$/

/** `[server]` and `listen = "0.0.0.0:8080"`: the first lines are of TOML, INI, properties or variables, and none is of YAML. */
export function assignments(text: string): Told | undefined {
  const lines = beginning(text, 3)
  const pairs = lines.flatMap(({ text }) => {
    const [, exported, key = '', value = ''] = assignment.exec(text) ?? []
    return key === '' ? [] : [{ exported, key, value }]
  })
  const sections = lines.filter(({ text }) => section.test(text)).length
  const [first] = lines
  if (first === undefined || pairs.length === 0 || pairs.length + sections < lines.length) return undefined
  if (ofYaml.test(text)) return undefined
  const on = [first.start, first.start + first.text.length] as const
  if (pairs.every(({ exported, key }) => exported !== undefined || /^[A-Z_][A-Z0-9_]*$/.test(key)))
    return {
      on,
      message: 'these are environment variables, and only YAML is read here',
      help: 'name the file that refers to them by { env: NAME }; these lines are for the environment of the server',
    }
  const isQuoted = pairs.some(({ value }) => /^["']/.test(value))
  const kind = isQuoted ? 'TOML' : sections > 0 ? 'an INI file' : 'a properties file'
  return {
    on,
    message: `this seems to be ${kind}, and only YAML is read here`,
    help: `write "key: value" a line${exampleOf(pairs)}${
      sections > 0
        ? ', and a section as a key ("server:") above its lines, which have two spaces before them'
        : ''
    }`,
  }
}

/** A line of the file as it is written here. */
function exampleOf(pairs: readonly { readonly key: string; readonly value: string }[]): string {
  for (const { key, value } of pairs) {
    const kind = Object.hasOwn(keys, key) ? keys[key] : undefined
    const said = plain.exec(value)?.[2]
    if ((kind === 'word' || kind === 'prose') && said !== undefined && isHarmless(said))
      return `, as ${key}: ${said}`
  }
  return ''
}

const isHarmless = (said: string): boolean => secretForm(said) === undefined && !isRandomName(said)
