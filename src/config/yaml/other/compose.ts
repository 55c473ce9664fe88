import { isMap, isScalar, type Pair, type YAMLMap } from 'yaml'
import type { Told } from './other-file.ts'
import { keyNamed, placeOf, saysOurs } from './top.ts'

const ofService = [
  'image',
  'build',
  'ports',
  'environment',
  'env_file',
  'volumes',
  'command',
  'entrypoint',
  'depends_on',
  'restart',
  'container_name',
  'extends',
]

/** `services:` of maps with an image, ports or an environment. */
export function compose(contents: YAMLMap): Told | undefined {
  const services = keyNamed(contents, 'services')
  if (services === undefined || !isMap(services.value) || saysOurs(contents)) return undefined
  const entries = services.value.items as Pair[]
  if (entries.length === 0 || !entries.every(({ value }) => isService(value))) return undefined
  return {
    on: placeOf(services),
    message: 'this is a file of Docker Compose, not a configuration',
    help: 'validate the file that a service mounts instead of this one',
  }
}

const isService = (value: unknown): boolean =>
  isMap(value) &&
  (value.items as Pair[]).some(({ key }) => isScalar(key) && ofService.includes(String(key.value)))
