/** What `sync.fields` may read: the user of the Directory API. */
export const fields = {
  id: 'Id of the account, the subject of sign-ins.',
  primaryEmail: 'Main address.',
  'name.fullName': 'Full name.',
  'name.givenName': 'Given name.',
  'name.familyName': 'Family name.',
  orgUnitPath: 'Organisational unit.',
  recoveryPhone: 'Telephone number for recovery.',
  'customSchemas.*': 'A field of a schema of one’s own: customSchemas.Company.costCenter.',
} as const
