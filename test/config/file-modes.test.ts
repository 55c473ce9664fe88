import { eachSlip, site } from './slip.ts'

/** What is said of files is no name of a permission. */
const right = 'permissions: [webdav_read, webdav_manage]'
const names = (such: string) => `write the names, such as ${such}; what each is for: sso-kit permissions`

eachSlip(site, [
  ...['rw', 'RW', 'rwx', 'read-write', 'readwrite', '读写'].map(
    word => [right, `permissions: ${word}`, names(right)] as const,
  ),
  ...['r', 'ro', 'readonly', '"read only"', '只读'].map(
    word =>
      [
        right,
        `permissions: ${word}`,
        names('permissions: [webdav_read]'),
        'permissions: [webdav_read]',
      ] as const,
  ),
])
