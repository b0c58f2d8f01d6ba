import {expect, it} from 'vitest'
import TopicCreate from '../../../../../src/commands/topic/create.js'
import TopicReassign from '../../../../../src/commands/topic/reassign.js'
import {topicPlanView} from '../../../../../src/lib/output/views/topic-plan.js'

it('advises a flag that there is where a file wants other replicas', () => {
  const text = topicPlanView({cluster: 'c', steps: [], replicas: [{topic: 't', is: 1, wanted: 3}]}, 100)
  expect(text).toContain('kbook topic reassign t --replication-factor 3')
})

it('knows the number of replicas by either name, wherever it is given', () => {
  expect(TopicReassign.flags['replication-factor'].aliases).toContain('replicas')
  expect(TopicCreate.flags.replicas.aliases).toContain('replication-factor')
})
