/** Sources of a file that is right, beside those of `site`. */
export const ldap = `  - id: ad
    type: ldap
    name: AD
    directory: active-directory
    url: ldaps://dc1.example.com:636
    baseDn: dc=example,dc=com
    bindDn: cn=sso,dc=example,dc=com
    bindPassword: { env: AD_BIND_PASSWORD }
`
export const gitlab = `  - id: gitlab
    type: passport
    name: GitLab
    module: passport-gitlab2
    options: { clientID: abc, clientSecret: { env: GITLAB_CLIENT_SECRET } }
    identity: { issuer: "https://gitlab.example.com", subject: id }
`
export const corp = `  - id: corp
    type: saml
    name: Corp
    entityId: https://idp.partner.example/metadata
    signOnUrl: https://idp.partner.example/sso
    certificate: { file: ./idp.pem }
`
