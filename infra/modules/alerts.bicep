metadata description = 'What calls a person: docs/operations.md says what each alarm means and what to do.'

@description('Prefix of the alarms\' names.')
param namePrefix string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags object

@description('Who is told.')
@minLength(1)
param contactEmails string[]

@description('Workspace that the log alarms ask.')
param workspaceId string

@description('Service Bus namespace that is watched.')
param serviceBusId string

type LogAlarm = {
  name: string
  meaning: string
  query: string

  @description('0 wakes somebody, 2 is for the working day.')
  severity: 0 | 1 | 2

  @description('How often it is asked, and over how long (ISO 8601).')
  every: string
  window: string

  @description('Rows above which it rings.')
  rows: int
}

var logAlarms LogAlarm[] = [
  {
    name: 'failed-orchestrations'
    meaning: 'A workflow ended in failure: its case stands still until somebody acts.'
    query: loadTextContent('../alarms/failed-orchestrations.kql')
    severity: 1
    every: 'PT5M'
    window: 'PT10M'
    rows: 0
  }
  {
    name: 'stuck-cases'
    meaning: 'Open cases stood still because no orchestration carried them.'
    query: loadTextContent('../alarms/stuck-cases.kql')
    severity: 1
    every: 'PT15M'
    window: 'PT30M'
    rows: 0
  }
  {
    name: 'overdue-clocks'
    meaning: 'A statutory clock has run out.'
    query: loadTextContent('../alarms/overdue-clocks.kql')
    severity: 1
    every: 'PT15M'
    window: 'PT30M'
    rows: 0
  }
  {
    name: 'silent-clocks'
    meaning: 'Overdue clocks are no longer being counted.'
    query: loadTextContent('../alarms/silent-clocks.kql')
    severity: 1
    every: 'PT15M'
    window: 'PT1H'
    rows: 0
  }
  {
    name: 'server-errors'
    meaning: 'More than five requests in a quarter of an hour failed by the app\'s own fault.'
    query: loadTextContent('../alarms/server-errors.kql')
    severity: 2
    every: 'PT5M'
    window: 'PT15M'
    rows: 5
  }
  {
    name: 'master-key-refusals'
    meaning: 'A caller was refused the key vault: a wrong role, or an attempt.'
    query: loadTextContent('../alarms/master-key-refusals.kql')
    severity: 1
    every: 'PT15M'
    window: 'PT15M'
    rows: 0
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${namePrefix}-people'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'boai'
    emailReceivers: [
      for (address, index) in contactEmails: {
        name: 'contact-${index}'
        emailAddress: address
        useCommonAlertSchema: true
      }
    ]
  }
}

resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${namePrefix}-dead-letters'
  location: 'global'
  tags: tags
  properties: {
    description: 'A hospital message could not be handled and waits in a dead-letter queue.'
    severity: 1
    enabled: true
    scopes: [serviceBusId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'dead-letters'
          metricName: 'DeadletteredMessages'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 0
          dimensions: [
            {
              name: 'EntityName'
              operator: 'Include'
              values: ['*']
            }
          ]
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}

resource logAlarm 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alarm in logAlarms: {
    name: '${namePrefix}-${alarm.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: alarm.name
      description: alarm.meaning
      severity: alarm.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: alarm.every
      windowSize: alarm.window
      autoMitigate: true
      // A new workspace has no table until its first row arrives.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: alarm.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: alarm.rows
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [people.id]
      }
    }
  }
]
