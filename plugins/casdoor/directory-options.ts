/** What `sync.fields` may read: the user of `/api/get-users`. */
export const fields = {
  name: 'Name to sign in with, unique in the organisation.',
  id: 'Id that does not change.',
  externalId: 'Id in another directory.',
  displayName: 'Display name.',
  firstName: 'First name.',
  lastName: 'Last name.',
  email: 'E-mail address.',
  phone: 'Telephone number.',
  title: 'Job title.',
  affiliation: 'Department or employer, as free text.',
  tag: 'Tag.',
  location: 'Place.',
  region: 'Country.',
  language: 'Language.',
  'properties.*': 'A field of the organisation’s own: properties.costCenter.',
} as const
