import { isMap, isScalar, type Pair, type YAMLMap } from 'yaml'
import type { Told } from './other-file.ts'
import { keyNamed, placeOf, saysOurs } from './top.ts'

/** What `kubectl create … --from-file` makes of a file. */
const ofFiles: Readonly<Record<string, string>> = { ConfigMap: 'configmap', Secret: 'secret generic' }

/** `apiVersion`, `kind` and what belongs to them: a manifest, perhaps with the configuration as a text in it. */
export function kubernetes(contents: YAMLMap): Told | undefined {
  const version = keyNamed(contents, 'apiVersion')
  if (version === undefined || saysOurs(contents)) return undefined
  const kind = textOf(keyNamed(contents, 'kind'))
  const isManifest =
    /^(?:[a-z0-9.-]{1,100}\/)?v\d+(?:(?:alpha|beta)\d+)?$/.test(textOf(version)) &&
    /^[A-Z][A-Za-z]+$/.test(kind)
  if (!isManifest) return undefined
  const files = Object.hasOwn(ofFiles, kind) ? ofFiles[kind] : undefined
  const found = files === undefined ? undefined : fileIn(contents)
  if (found === undefined)
    return {
      on: placeOf(version),
      message: 'this is a manifest of Kubernetes, not a configuration',
      help: 'validate the file that it mounts instead of this one',
    }
  return {
    on: placeOf(found.pair),
    message: `this is a ${kind} of Kubernetes: the configuration is the text below "${found.name}"`,
    label: 'the text below this key',
    help: `keep that text in a file of its own, and validate that; kubectl create ${files} NAME --from-file=sso.config.yaml makes this one of it`,
  }
}

const textOf = (pair: Pair | undefined): string =>
  isScalar(pair?.value) && typeof pair.value.value === 'string' ? pair.value.value : ''

/** The first key with a text of several lines. */
function fileIn(contents: YAMLMap): { readonly name: string; readonly pair: Pair } | undefined {
  for (const name of ['data', 'stringData']) {
    const data = keyNamed(contents, name)?.value
    const pair = isMap(data) ? (data.items as Pair[]).find(pair => textOf(pair).includes('\n')) : undefined
    if (pair) return { name, pair }
  }
  return undefined
}
