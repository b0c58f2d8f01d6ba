// TypeScript interfaces of requests and responses, one file an API.

const SCALARS = {
  bool: 'boolean',
  int8: 'number',
  int16: 'number',
  uint16: 'number',
  int32: 'number',
  uint32: 'number',
  float64: 'number',
  int64: 'bigint',
  string: 'string',
  uuid: 'string',
  bytes: 'Buffer',
  records: 'Buffer',
}

/** Yields [file name, text] for every API named, and for the index. */
export function* apiTypes(names, definitions) {
  for (const name of names) {
    const text = ['Request', 'Response'].map((kind) => {
      const message = definitions.find((definition) => definition.name === name + kind)
      if (!message) throw new Error(`no such message: ${name}${kind}`)
      return interfacesOf(message, kind === 'Request')
    })
    yield [`${kebab(name)}.ts`, text.join('\n')]
  }
  yield ['index.ts', indexOf(names)]
}

function indexOf(names) {
  const imports = names.map(
    (name) => `import type {${name}Request, ${name}Response} from './${kebab(name)}.js'\n`,
  )
  const rows = names.map((name) => `  ${name}: {request: ${name}Request; response: ${name}Response}\n`)
  return `${imports.join('')}
/** Request and response of every API that is called here. */
export interface Apis {
${rows.join('')}}

export type ApiName = keyof Apis
export type RequestOf<A extends ApiName> = Apis[A]['request']
export type ResponseOf<A extends ApiName> = Apis[A]['response']
`
}

function interfacesOf(message, isRequest) {
  const structs = new Map((message.commonStructs ?? []).map(({name, fields}) => [name, fields]))
  const collect = (fields) => {
    for (const field of fields) {
      if (!field.fields) continue
      structs.set(field.type.replace('[]', ''), field.fields)
      collect(field.fields)
    }
  }
  collect(message.fields)
  for (const fields of [...structs.values()]) collect(fields)
  const rename = (name) => (name.startsWith(message.name) ? name : `${message.name}${name}`)
  const print = (name, fields) =>
    `export interface ${name} {\n${fields.map((field) => property(field, message, isRequest, rename)).join('')}}\n`
  const used = new Set()
  const follow = (fields) => {
    for (const {type} of fields) {
      const name = type.replace('[]', '')
      if (!structs.has(name) || used.has(name)) continue
      used.add(name)
      follow(structs.get(name))
    }
  }
  follow(message.fields)
  return [
    print(message.name, message.fields),
    ...[...used].map((name) => print(rename(name), structs.get(name))),
  ].join('\n')
}

function property(field, message, isRequest, rename) {
  const item = field.type.replace('[]', '')
  const scalar = SCALARS[item] ?? rename(item)
  const array = field.type.startsWith('[]')
  const nullable = field.nullableVersions !== undefined && field.nullableVersions !== 'none'
  const type = `${array ? `${isRequest ? 'readonly ' : ''}${scalar}[]` : scalar}${nullable ? ' | null' : ''}`
  const optional = isRequest && isOptional(field, message)
  const name = field.name[0].toLowerCase() + field.name.slice(1)
  const everywhere = field.versions === '0+'
  const doc = everywhere ? '' : `  /** versions ${field.versions} */\n`
  return `${doc}  ${name}${optional ? '?' : ''}: ${type}\n`
}

/** A request may leave out what has a default, and what some versions do not carry. */
function isOptional(field, message) {
  if (field.default !== undefined || field.tag !== undefined || field.ignorable) return true
  const [first] = message.validVersions.split('-').map(Number)
  const [from, to] = field.versions.split(/[-+]/)
  return Number(from) > first || (field.versions.includes('-') && to !== '') || /^\d+$/.test(field.versions)
}

const kebab = (name) => name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()
