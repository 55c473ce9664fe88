/** What `sync.fields` may read: properties of a user of Microsoft Graph that `/users/delta` follows. */
export const fields = {
  id: 'Object id, the subject of sign-ins.',
  displayName: 'Display name.',
  givenName: 'Given name.',
  surname: 'Surname.',
  mail: 'E-mail address.',
  userPrincipalName: 'Name to sign in with.',
  mobilePhone: 'Mobile number.',
  jobTitle: 'Job title.',
  department: 'Department.',
  employeeId: 'Employee number.',
  officeLocation: 'Place of work.',
  companyName: 'Company.',
  userType: 'Member or Guest.',
} as const
