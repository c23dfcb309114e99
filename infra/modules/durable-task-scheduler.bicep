metadata description = 'The managed back end of the durable engine, in place of the storage account.'

import { roles } from 'names.bicep'

@description('Name of the scheduler.')
param name string

@description('Region.')
param location string

@description('Tags of the resource.')
param tags object

@description('Billing: Consumption by action, Dedicated by capacity unit.')
@allowed(['Consumption', 'Dedicated'])
param tier string

@description('Name of the task hub; the same as in host.json.')
param hubName string

@description('Addresses (CIDR) that may call the scheduler.')
param allowedAddresses string[]

@description('Name of the app\'s identity.')
param identityName string

@description('Object id of the app\'s identity.')
param principalId string

@description('Client id of the app\'s identity.')
param clientId string

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    ipAllowlist: allowedAddresses
    sku: tier == 'Dedicated'
      ? {
          name: 'Dedicated'
          capacity: 1
        }
      : {
          name: 'Consumption'
        }
  }

  resource hub 'taskHubs' = {
    name: hubName
  }
}

resource use 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler::hub.id, identityName, roles.durableTaskDataContributor)
  scope: scheduler::hub
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.durableTaskDataContributor)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

@description('How the app connects: an address and an identity, no key.')
output connection string = 'Endpoint=${scheduler.properties.endpoint};Authentication=ManagedIdentity;ClientID=${clientId}'
