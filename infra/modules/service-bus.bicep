metadata description = 'The Service Bus namespace and its queues for hospital messages; no keys, only the app\'s identity.'

import { roles } from 'names.bicep'

@description('A queue as servicebus.json declares it for the local broker too; durations are ISO 8601.')
@export()
type QueueDeclaration = {
  Name: string
  Properties: {
    DeadLetteringOnMessageExpiration: bool
    DefaultMessageTimeToLive: string
    DuplicateDetectionHistoryTimeWindow: string
    LockDuration: string
    @minValue(1)
    MaxDeliveryCount: int
    RequiresDuplicateDetection: bool
    RequiresSession: bool
    *: string
  }
}

@description('Name of the namespace.')
param name string

@description('Region.')
param location string

@description('Tags of the resource.')
param tags object

@description('Tier. Only Premium can be closed to the Internet.')
@allowed(['Standard', 'Premium'])
param tier string

@description('Whether the namespace answers on the Internet. Disabled needs Premium and private endpoints.')
@allowed(['Enabled', 'Disabled'])
param publicNetworkAccess string = 'Disabled'

@description('Queues, equal to those of the local broker.')
param queues QueueDeclaration[]

@description('Deliveries after which a message is dead-lettered; 0 keeps what the declaration says.')
@minValue(0)
@maxValue(2000)
param deadLetterAfterDeliveries int = 0

@description('Life of a message, after which it is dead-lettered (ISO 8601); empty keeps what the declaration says.')
param deadLetterAfter string = ''

@description('Name of the app\'s identity.')
param identityName string

@description('Object id of the app\'s identity.')
param principalId string

@description('Workspace for diagnostics.')
param workspaceId string

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: tier
    tier: tier
    capacity: tier == 'Premium' ? 1 : null
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: publicNetworkAccess
  }
}

resource queue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for declared in queues: {
    parent: namespace
    name: declared.Name
    properties: {
      deadLetteringOnMessageExpiration: declared.Properties.DeadLetteringOnMessageExpiration
      defaultMessageTimeToLive: empty(deadLetterAfter) ? declared.Properties.DefaultMessageTimeToLive : deadLetterAfter
      duplicateDetectionHistoryTimeWindow: declared.Properties.DuplicateDetectionHistoryTimeWindow
      lockDuration: declared.Properties.LockDuration
      maxDeliveryCount: deadLetterAfterDeliveries == 0 ? declared.Properties.MaxDeliveryCount : deadLetterAfterDeliveries
      requiresDuplicateDetection: declared.Properties.RequiresDuplicateDetection
      requiresSession: declared.Properties.RequiresSession
    }
  }
]

resource send 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (declared, index) in queues: {
    name: guid(queue[index].id, identityName, roles.serviceBusDataSender)
    scope: queue[index]
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource receive 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (declared, index) in queues: {
    name: guid(queue[index].id, identityName, roles.serviceBusDataReceiver)
    scope: queue[index]
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'operations'
  scope: namespace
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

@description('Resource id, for private endpoints and alerts.')
output id string = namespace.id

@description('Host name by which clients connect.')
output hostName string = split(replace(namespace.properties.serviceBusEndpoint, 'https://', ''), ':')[0]
