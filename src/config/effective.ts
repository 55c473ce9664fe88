import { namesOf, type PermissionProfile } from '../permissions.ts'
import type { AutoRegister, Config, Grant, SourceConfig, Sync } from './config.ts'

/**
 * The configuration as a file would say it, with nothing left to defaults: compiled again it is the same. With what a
 * sandbox file has written out, so nothing to be printed as it is. `returning` are the ids of the sources that have a
 * callback.
 */
export function effective(config: Config, returning: ReadonlySet<string>): Record<string, unknown> {
  const { version, publicUrl, server, storage, outbound, keys, session, audit, permissions, ...rest } = config
  const { sources, apps, grants, callbacks, plugins, organizations, moved, ...same } = rest
  const { host, port } = server.listen
  return {
    version,
    publicUrl,
    server: { ...server, listen: `${host.includes(':') ? `[${host}]` : host}:${port}` },
    storage,
    outbound,
    ...(keys && { keys }),
    session: { idle: duration(session.idleMs), lifetime: duration(session.lifetimeMs) },
    audit: { keep: audit.keepMs === null ? 'forever' : duration(audit.keepMs) },
    ...same,
    ...(callbacks.alist && { callbacks }),
    permissionProfile: profileOf(permissions),
    ...filled({ plugins }),
    sources: sources.map(source => sourceOf(source, permissions, returning.has(source.id))),
    ...filled({
      organizations,
      grants: grants.map(grant => grantOf(grant, permissions)),
      apps: apps.map(({ options, ...ofHost }) => ({ ...ofHost, ...options })),
      moved,
    }),
  }
}

/** Sections that a file does not have are not there as empty lists either. */
const filled = (lists: Readonly<Record<string, readonly unknown[]>>) =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0))

function sourceOf(
  source: SourceConfig,
  profile: PermissionProfile,
  returns: boolean,
): Record<string, unknown> {
  const { options, autoRegister, sync, callbackUrl, public: _, ...host } = source
  return {
    ...host,
    ...(returns && { callbackUrl }),
    autoRegister: autoRegisterOf(autoRegister, profile),
    ...(sync && { sync: syncOf(sync) }),
    ...options,
  }
}

function autoRegisterOf({ enabled, baseDir, permission, ...rest }: AutoRegister, profile: PermissionProfile) {
  return { enabled, baseDir, permissions: namesOf(permission, profile).names, ...rest }
}

const grantOf = ({ permission, ...grant }: Grant, profile: PermissionProfile) => ({
  ...grant,
  permissions: namesOf(permission, profile).names,
})

const syncOf = ({ everyMs, ...sync }: Sync) => ({ ...sync, every: duration(everyMs) })

const profileOf = ({ name, bits }: PermissionProfile): unknown =>
  name === 'custom' ? Object.fromEntries(bits.map(bit => [bit.name, bit.value])) : name

const units: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
]

/** In the largest unit that divides it: `30m`. */
function duration(ms: number): string {
  const [unit, size] = units.find(([, size]) => ms % size === 0) ?? ['s', 1_000]
  return `${ms / size}${unit}`
}
