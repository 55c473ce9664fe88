export const admin = {
  title: 'Administration',
}

export type AdminText = typeof admin
