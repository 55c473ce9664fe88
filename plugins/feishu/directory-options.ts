/** What `sync.fields` may read: the user of `contact/v3`, as far as the app's permissions go. */
export const fields = {
  union_id: 'Id of the person, the subject of sign-ins.',
  open_id: 'Id of the person in this app.',
  user_id: 'Id that the organisation chose; needs a permission.',
  name: 'Name.',
  en_name: 'English name.',
  nickname: 'Alias.',
  email: 'E-mail address; needs the permission for it.',
  enterprise_email: 'Mailbox of the organisation.',
  mobile: 'Mobile number; needs the permission for it.',
  job_title: 'Job title.',
  employee_no: 'Employee number.',
  employee_type: 'Kind of employment, a number.',
  city: 'City.',
  country: 'Country.',
  work_station: 'Place of work.',
  join_time: 'Day of entry, seconds since 1970.',
  leader_user_id: 'Id of the direct manager.',
} as const

/** Asked for as `open_department_id`. */
export const departmentIds = {
  pattern: '^od-[0-9A-Za-z]{1,64}$',
  form: 'the id of a department, such as "od-4e6ac4d14bcd5071a37a39de902c7141"',
} as const
