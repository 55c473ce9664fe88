/** Names and bits of a permission profile, lowest bit first. */
export interface PermissionProfile {
  readonly name: string
  readonly bits: readonly { readonly name: string; readonly value: number }[]
}

/** A bit of AList's permission sum. Most bits grant; some take away when they are set. */
export interface Permission {
  readonly value: number
  readonly name: string
  readonly meaning: string
  readonly direction: 'grants' | 'restricts'
  /** The profiles that know it under this name. */
  readonly profiles: readonly ProfileName[]
}

export type ProfileName = 'alist-3.22' | 'alist' | 'openlist'

const all: readonly ProfileName[] = ['alist-3.22', 'alist', 'openlist']
const later: readonly ProfileName[] = ['alist', 'openlist']

/** Bits 0–13 agree in AList and OpenList, 14–16 do not. The names, the sum and its split all come from here. */
export const permissions: readonly Permission[] = [
  row(1, 'see_hides', 'see hidden files', all),
  row(2, 'access_without_password', 'open protected folders without their password', all),
  row(4, 'offline_download', 'add offline download tasks', all),
  row(8, 'write', 'make directories, upload', all),
  row(16, 'rename', 'rename files', all),
  row(32, 'move', 'move files', all),
  row(64, 'copy', 'copy files', all),
  row(128, 'remove', 'delete files', all),
  row(256, 'webdav_read', 'read over WebDAV', all),
  row(512, 'webdav_manage', 'write over WebDAV', all),
  row(1024, 'ftp_access', 'sign in and read over FTP and SFTP', later),
  row(2048, 'ftp_manage', 'write over FTP and SFTP', later),
  row(4096, 'read_archives', 'look into archives', later),
  row(8192, 'decompress', 'unpack archives', later),
  row(16384, 'check_path_limit', 'keep to the paths of the role', ['alist'], 'restricts'),
  row(32768, 'mcp_read', 'read over MCP', ['alist']),
  row(65536, 'mcp_write', 'write over MCP', ['alist']),
  row(16384, 'share', 'share files', ['openlist']),
  row(32768, 'customize_share_id', 'choose the id of a share', ['openlist']),
]

/** What AList's own pages call some of them: only for suggestions. */
export const otherSpellings: Readonly<Record<string, string>> = {
  delete: 'remove',
  mkdir: 'write',
  upload: 'write',
  make_dir_or_upload: 'write',
  write_content: 'write',
  ftp_read: 'ftp_access',
  webdav_write: 'webdav_manage',
  ftp_write: 'ftp_manage',
  aria2: 'offline_download',
  mcp_manage: 'mcp_write',
}

export function profile(name: ProfileName): PermissionProfile {
  const bits = permissions
    .filter(({ profiles }) => profiles.includes(name))
    .map(({ name, value }) => ({ name, value }))
  return { name, bits }
}

/** A profile of one's own: names and values from the file. */
export function customProfile(values: Readonly<Record<string, number>>): PermissionProfile {
  const bits = Object.entries(values).map(([name, value]) => ({ name, value }))
  return { name: 'custom', bits: bits.sort((a, b) => a.value - b.value) }
}

/** The sum of some names. Names that the profile does not have are told in `unknown` and count nothing. */
export function sumOf(
  names: readonly string[],
  { bits }: PermissionProfile,
): { sum: number; unknown: string[] } {
  const values = new Map(bits.map(({ name, value }) => [name, value]))
  const unknown = names.filter(name => !values.has(name))
  return { sum: [...new Set(names)].reduce((sum, name) => sum + (values.get(name) ?? 0), 0), unknown }
}

/** The names in a sum, lowest bit first. `rest` is what the profile has no name for; 0 where it has all. */
export function namesOf(sum: number, { bits }: PermissionProfile): { names: string[]; rest: number } {
  const found = bits.filter(({ value }) => (sum & value) === value)
  return { names: found.map(({ name }) => name), rest: found.reduce((rest, { value }) => rest & ~value, sum) }
}

function row(
  value: number,
  name: string,
  meaning: string,
  profiles: readonly ProfileName[],
  direction: Permission['direction'] = 'grants',
): Permission {
  return { value, name, meaning, direction, profiles }
}
