import tseslint from 'typescript-eslint'

const only = (name, where) => ({
  name,
  message: `${name} is imported only under ${where}: call that module's own functions instead.`,
})
const kafkajs = only('kafkajs', 'src/lib/kafka')
const clientNode = only('@kubernetes/client-node', 'src/lib/kube')
const group = ({name, message}) => ({group: [name, `${name}/*`], message})
const cliOnly = ['@oclif/core', 'inquirer', '@inquirer/prompts'].map((name) =>
  group({name, message: `${name} belongs to commands: src/lib is a library that never prints or prompts.`}),
)
const chalk = group({name: 'chalk', message: 'chalk belongs to src/lib/output and commands.'})
const restrict = (...patterns) => ({'no-restricted-imports': ['error', {patterns}]})

export default tseslint.config(
  {ignores: ['dist', 'node_modules', '.kbook', 'coverage']},
  ...tseslint.configs.strictTypeChecked.map((config) => ({...config, files: ['**/*.ts']})),
  {
    files: ['**/*.ts'],
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
    rules: {
      'max-lines': ['error', {max: 300}],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true, allowBoolean: true}],
      '@typescript-eslint/no-confusing-void-expression': ['error', {ignoreArrowShorthand: true}],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
      '@typescript-eslint/no-unnecessary-condition': ['error', {allowConstantLoopConditions: true}],
    },
  },
  {files: ['src/**/*.ts'], rules: restrict(group(kafkajs), group(clientNode))},
  {
    files: ['src/lib/**/*.ts'],
    rules: {...restrict(group(kafkajs), group(clientNode), chalk, ...cliOnly), 'no-console': 'error'},
  },
  {files: ['src/lib/output/**/*.ts'], rules: restrict(group(kafkajs), group(clientNode), ...cliOnly)},
  {files: ['src/lib/kafka/**/*.ts'], rules: restrict(group(clientNode), chalk, ...cliOnly)},
  {files: ['src/lib/kube/**/*.ts'], rules: restrict(group(kafkajs), chalk, ...cliOnly)},
  {
    files: ['src/commands/**/*.ts'],
    rules: {'max-lines': ['error', {max: 80, skipBlankLines: true, skipComments: true}]},
  },
)
