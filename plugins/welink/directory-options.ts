/** What `sync.fields` may read: the record of `v2/user/list` and `v2/user/detail`. */
export const fields = {
  userId: 'Account at WeLink, name@tenant.',
  corpUserId: 'The tenant’s own name for the person; it may change.',
  userNameCn: 'Chinese name.',
  userNameEn: 'English name.',
  userEmail: 'E-mail address.',
  mobileNumber: 'Mobile number that the person signs in with, as +86-138….',
  landlineNumber: 'Landline number.',
  employeeId: 'Employee number.',
  position: 'Position.',
  mainDeptCode: 'Code of the main department.',
  baseLocation: 'Place of work.',
  businessAddress: 'Business address.',
  personType: 'Kind of employment.',
  remark: 'Remark.',
  'extAttr.*': 'A field of the tenant’s own: extAttr.costCenter.',
} as const
