/** What `sync.fields` may read: the member of `user/list` and `user/get`, as far as WeCom tells the app. */
export const fields = {
  userid: 'UserId, with its capitals.',
  name: 'Name.',
  alias: 'Alias.',
  english_name: 'English name.',
  position: 'Job title.',
  mobile: 'Mobile number; only for apps from before June 2022.',
  telephone: 'Landline number.',
  email: 'E-mail address; only for apps from before June 2022.',
  biz_mail: 'Mailbox of the organisation; only for apps from before June 2022.',
  address: 'Address; only for apps from before June 2022.',
  main_department: 'Id of the main department.',
  'extattr.*': 'A text of the organisation’s own, by its name in the console: extattr.工号.',
} as const

/** `id` is a number; a name is found out only when the directory is read. */
export const departmentIds = {
  pattern: '^[1-9][0-9]{0,14}$',
  form: 'the id of a department, in digits such as "2"',
} as const
