import type { PermissionProfile } from '../permissions.ts'
import { customProfile, profile, sumOf } from '../permissions.ts'
import { withAppDefaults } from './app-defaults.ts'
import type { AppConfig, AutoRegister, Config, Grant, Reference, SourceConfig, Sync } from './config.ts'
import type {
  Draft,
  DraftApp,
  DraftSource,
  RawApp,
  RawAutoRegister,
  RawConfig,
  RawGrant,
  RawPermissions,
  RawSource,
  RawSync,
} from './draft.ts'
import { milliseconds } from './duration.ts'
import { child, type Schema } from './schema/schema.ts'
import { isRecord } from './types.ts'

/** A draft without mistakes → the configuration, in the units and forms of the program, and unchangeable. */
export function freeze(draft: Draft): Config {
  // no findings: every part is there
  const raw = draft.root as RawConfig
  const publicUrl = new URL(raw.publicUrl).href.replace(/\/+$/, '')
  const permissions =
    typeof raw.permissionProfile === 'string'
      ? profile(raw.permissionProfile)
      : customProfile(raw.permissionProfile)
  return deepFreeze({
    version: 1,
    publicUrl,
    server: { listen: hostAndPort(raw.server.listen), trustedProxies: raw.server.trustedProxies },
    storage: raw.storage,
    outbound: raw.outbound,
    ...(raw.keys && { keys: keysOf(raw.keys) }),
    session: { idleMs: milliseconds(raw.session.idle), lifetimeMs: milliseconds(raw.session.lifetime) },
    audit: { keepMs: raw.audit.keep === 'forever' ? null : milliseconds(raw.audit.keep) },
    ui: raw.ui,
    admins: raw.admins,
    permissions,
    plugins: raw.plugins,
    sources: draft.sources.map(source => sourceOf(source, raw, publicUrl, permissions)),
    organizations: raw.organizations,
    callbacks: { ...(raw.callbacks.alist && { alist: raw.callbacks.alist }) },
    grants: raw.grants.map(grant => grantOf(grant, permissions)),
    apps: draft.apps.map(appOf),
    moved: raw.moved,
  })
}

function keysOf({ cookie, saml }: NonNullable<RawConfig['keys']>): Config['keys'] {
  return {
    ...(cookie && { cookie: cookie.map(reference) }),
    ...(saml && {
      saml: saml.map(({ key, certificate }) => ({
        ...(key !== undefined && { key: reference(key) }),
        certificate: reference(certificate),
      })),
    }),
  }
}

function sourceOf(
  { type, host, options, schema, plugin }: DraftSource,
  raw: RawConfig,
  publicUrl: string,
  permissions: PermissionProfile,
): SourceConfig {
  const { id, name, description, enabled, allow, callbackUrl, autoRegister, sync, events, inApp } =
    host as RawSource
  return {
    id,
    type,
    name,
    ...(description !== undefined && { description }),
    enabled,
    public: plugin.public?.(options) ?? false,
    ...(allow && { allow }),
    autoRegister: autoRegisterOf({ ...raw.autoRegister, ...autoRegister }, permissions),
    callbackUrl: callbackUrl ?? `${publicUrl}${raw.callbacks.path.replace('{source}', id)}`,
    ...(sync && { sync: syncOf(sync) }),
    ...(events !== undefined && { events: eventsOf(events, schema) }),
    ...(inApp !== undefined && { inApp }),
    options: withLiterals(options, schema),
  }
}

function appOf({ type, host, options, schema }: DraftApp): AppConfig {
  const { id, name, description, enabled, allow } = host as RawApp
  return {
    id,
    type,
    name,
    ...(description !== undefined && { description }),
    enabled,
    allow,
    options: withLiterals(withAppDefaults(type, id, options), schema),
  }
}

function grantOf({ id, when, groups, permissions, baseDir }: RawGrant, profile: PermissionProfile): Grant {
  return {
    id,
    when,
    groups: groups ?? [],
    permission: permissionSum(permissions ?? 0, profile),
    ...(baseDir !== undefined && { baseDir }),
  }
}

const syncOf = ({ every, ...rest }: RawSync): Sync => ({ ...rest, everyMs: milliseconds(every) })

const eventsOf = (events: NonNullable<RawSource['events']>, schema: Schema) =>
  typeof events === 'boolean' ? events : withLiterals(events, schema.properties?.events ?? {})

function autoRegisterOf(raw: RawAutoRegister, profile: PermissionProfile): AutoRegister {
  return {
    enabled: raw.enabled ?? false,
    baseDir: raw.baseDir ?? '/',
    permission: permissionSum(raw.permissions ?? 0, profile),
    role: raw.role ?? 'general',
    onNameCollision: raw.onNameCollision ?? 'append-subject',
  }
}

function permissionSum(value: RawPermissions, profile: PermissionProfile): number {
  if (typeof value === 'number') return value
  return 'sum' in value ? value.sum : sumOf(value, profile).sum
}

/** `[::1]:8080` and `127.0.0.1:8080`; the brackets belong to the text, not to the host. */
function hostAndPort(listen: string): { host: string; port: number } {
  const colon = listen.lastIndexOf(':')
  return { host: listen.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(listen.slice(colon + 1)) }
}

/** Secrets that a sandbox file writes out become references like all others. */
const withLiterals = (map: object, schema: Schema): Record<string, unknown> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, literalIn(value, child(schema, key))]))

function literalIn(value: unknown, schema: Schema | undefined): unknown {
  if (schema === undefined) return value
  if (schema['x-secret'] === true) return reference(value as Reference | string)
  if (Array.isArray(value)) return value.map((below, index) => literalIn(below, child(schema, index)))
  return isRecord(value) ? withLiterals(value, schema) : value
}

const reference = (value: Reference | string): Reference =>
  typeof value === 'object' ? value : { literal: String(value) }

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const below of Object.values(value)) deepFreeze(below)
  }
  return value
}
