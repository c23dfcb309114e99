metadata description = 'Everything that the production stack needs in Azure, for one environment.'

targetScope = 'subscription'

import { nameOf, compactNameOf, tagsOf } from 'modules/names.bicep'

@description('Name of the environment, part of every resource\'s name.')
@minLength(2)
@maxLength(12)
param environmentName string

@description('Region. Personal data of people in China stays there: production is in a region of Azure China.')
@allowed([
  'chinaeast2'
  'chinaeast3'
  'chinanorth2'
  'chinanorth3'
  'eastasia'
  'japaneast'
  'southeastasia'
])
param location string

@description('dev or prod, for tags; what differs between them is in the parameters below.')
@allowed(['dev', 'prod'])
param stage string

@description('Flex, or Dedicated where the region has no Flex Consumption (az functionapp list-flexconsumption-locations).')
@allowed(['Flex', 'Dedicated'])
param plan string = 'Flex'

@description('private: stores answer only within the virtual network. public: they answer on the Internet, to identities with a role.')
@allowed(['private', 'public'])
param network string = 'private'

@description('Address space of the virtual network (CIDR), /24 or larger.')
param addressSpace string = '10.20.0.0/24'

@description('Replication of storage.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param storageReplication string = 'Standard_ZRS'

@description('Key vault tier; premium keeps the master key in a hardware module.')
@allowed(['standard', 'premium'])
param keyVaultTier string = 'standard'

@description('Deliveries after which a hospital message is dead-lettered; 0 keeps what servicebus.json says.')
@minValue(0)
param deadLetterAfterDeliveries int = 0

@description('Life of a hospital message, after which it is dead-lettered (ISO 8601); empty keeps what servicebus.json says.')
param deadLetterAfter string = ''

@description('none keeps the durable engine\'s state in storage; Consumption or Dedicated is a Durable Task Scheduler of that tier.')
@allowed(['none', 'Consumption', 'Dedicated'])
param durableTaskScheduler string = 'none'

@description('Addresses (CIDR) that may call the Durable Task Scheduler.')
param durableTaskSchedulerAllowed string[] = []

@description('Issuer of staff tokens (OpenID Connect).')
param tokenAuthority string

@description('Audience that staff tokens must name.')
param tokenAudience string

@description('Most instances that the app may grow to.')
param maximumInstances int = 40

@description('Instances that wait for web requests even when there are none (Flex).')
param alwaysReadyForWeb int = 0

@description('Days that logs are kept.')
param logRetentionDays int = 180

@description('Most GiB of logs a day; -1 is no limit.')
param logQuotaGb int = -1

@description('Who is told of alarms and of the budget.')
@minLength(1)
param contactEmails string[]

@description('Money for a month, in the subscription\'s currency; 0 makes no budget (a cloud may lack the service).')
@minValue(0)
param monthlyBudget int

@description('First day of the first month of the budget (yyyy-MM-01).')
param budgetStartDate string

@description('Whether locks stand in the way of deleting what cannot be made again.')
param locked bool = true

var stores = loadJsonContent('stores.json')
var host = loadJsonContent('../host.json')
var hospitalQueues = loadJsonContent('../servicebus.json').UserConfig.Namespaces[0].Queues

var token = uniqueString(subscription().id, environmentName, location)
var tags = tagsOf(environmentName, stage)
var closed = network == 'private'
var internet = closed ? 'Disabled' : 'Enabled'
var firewallDefault = closed ? 'Deny' : 'Allow'
var packageContainer = 'app-package'
var identityName = nameOf('id', environmentName, token)

// Where private names live. What environment() knows is taken from it; it does not know these two.
var zoneSuffixes = environment().name == 'AzureChinaCloud'
  ? { serviceBus: 'servicebus.chinacloudapi.cn', keyVault: 'vaultcore.azure.cn' }
  : { serviceBus: 'servicebus.windows.net', keyVault: 'vaultcore.azure.net' }

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: nameOf('rg', environmentName, token)
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: identityName
    location: location
    tags: tags
  }
}

module observability 'modules/observability.bicep' = {
  scope: group
  params: {
    workspaceName: nameOf('log', environmentName, token)
    insightsName: nameOf('appi', environmentName, token)
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyQuotaGb: logQuotaGb
    identityName: identityName
    principalId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: compactNameOf('st', token)
    location: location
    tags: tags
    replication: storageReplication
    publicNetworkAccess: internet
    firewallDefault: firewallDefault
    tables: stores.tables
    containers: stores.containers
    queues: stores.queues
    packageContainer: packageContainer
    identityName: identityName
    principalId: identity.outputs.principalId
    workspaceId: observability.outputs.workspaceId
    locked: locked
  }
}

module serviceBus 'modules/service-bus.bicep' = {
  scope: group
  params: {
    name: nameOf('sb', environmentName, token)
    location: location
    tags: tags
    tier: closed ? 'Premium' : 'Standard'
    publicNetworkAccess: internet
    queues: hospitalQueues
    deadLetterAfterDeliveries: deadLetterAfterDeliveries
    deadLetterAfter: deadLetterAfter
    identityName: identityName
    principalId: identity.outputs.principalId
    workspaceId: observability.outputs.workspaceId
  }
}

module keyVault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    name: compactNameOf('kv', token)
    location: location
    tags: tags
    tier: keyVaultTier
    publicNetworkAccess: internet
    firewallDefault: firewallDefault
    identityName: identityName
    principalId: identity.outputs.principalId
    workspaceId: observability.outputs.workspaceId
    locked: locked
  }
}

module scheduler 'modules/durable-task-scheduler.bicep' = if (durableTaskScheduler != 'none') {
  scope: group
  params: {
    name: nameOf('dts', environmentName, token)
    location: location
    tags: tags
    tier: durableTaskScheduler == 'Dedicated' ? 'Dedicated' : 'Consumption'
    hubName: host.extensions.durableTask.hubName
    allowedAddresses: durableTaskSchedulerAllowed
    identityName: identityName
    principalId: identity.outputs.principalId
    clientId: identity.outputs.clientId
  }
}

module net 'modules/network.bicep' = if (closed) {
  scope: group
  params: {
    name: nameOf('vnet', environmentName, token)
    location: location
    tags: tags
    addressSpace: addressSpace
    appDelegation: plan == 'Flex' ? 'Microsoft.App/environments' : 'Microsoft.Web/serverFarms'
  }
}

var doors = [
  { part: 'blob', service: 'storage', zone: 'privatelink.blob.${environment().suffixes.storage}' }
  { part: 'queue', service: 'storage', zone: 'privatelink.queue.${environment().suffixes.storage}' }
  { part: 'table', service: 'storage', zone: 'privatelink.table.${environment().suffixes.storage}' }
  { part: 'namespace', service: 'serviceBus', zone: 'privatelink.${zoneSuffixes.serviceBus}' }
  { part: 'vault', service: 'keyVault', zone: 'privatelink.${zoneSuffixes.keyVault}' }
]
var services = {
  storage: storage.outputs.id
  serviceBus: serviceBus.outputs.id
  keyVault: keyVault.outputs.id
}

module privateEndpoints 'modules/private-endpoint.bicep' = [
  for door in doors: if (closed) {
    scope: group
    params: {
      name: nameOf('pe-${door.part}', environmentName, token)
      location: location
      tags: tags
      serviceId: services[door.service]
      part: door.part
      zoneName: door.zone
      networkId: net!.outputs.id
      subnetId: net!.outputs.endpointSubnetId
    }
  }
]

module app 'modules/function-app.bicep' = {
  scope: group
  params: {
    name: nameOf('func', environmentName, token)
    planName: nameOf('plan', environmentName, token)
    location: location
    tags: tags
    plan: plan
    maximumInstances: maximumInstances
    alwaysReadyForWeb: alwaysReadyForWeb
    identityId: identity.outputs.id
    packageContainerUri: '${storage.outputs.blobUri}${packageContainer}'
    subnetId: closed ? net!.outputs.appSubnetId : ''
    workspaceId: observability.outputs.workspaceId
    settings: union(
      {
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
        APPLICATIONINSIGHTS_CONNECTION_STRING: observability.outputs.connectionString
        AZURE_CLIENT_ID: identity.outputs.clientId
        AzureWebJobsStorage__blobServiceUri: storage.outputs.blobUri
        AzureWebJobsStorage__clientId: identity.outputs.clientId
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__queueServiceUri: storage.outputs.queueUri
        AzureWebJobsStorage__tableServiceUri: storage.outputs.tableUri
        Boai__KeyVault__Key: keyVault.outputs.masterKey
        Boai__KeyVault__Scope: 'https://${substring(environment().suffixes.keyvaultDns, 1)}/.default'
        Boai__KeyVault__Uri: keyVault.outputs.uri
        Identity__Audience: tokenAudience
        Identity__Authority: tokenAuthority
        ServiceBus__clientId: identity.outputs.clientId
        ServiceBus__credential: 'managedidentity'
        ServiceBus__fullyQualifiedNamespace: serviceBus.outputs.hostName
      },
      durableTaskScheduler == 'none'
        ? {}
        : {
            AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
            AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
            DURABLE_TASK_SCHEDULER_CONNECTION_STRING: scheduler!.outputs.connection
          }
    )
  }
  dependsOn: [privateEndpoints]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    namePrefix: nameOf('alarm', environmentName, token)
    location: location
    tags: tags
    contactEmails: contactEmails
    workspaceId: observability.outputs.workspaceId
    serviceBusId: serviceBus.outputs.id
  }
}

module budget 'modules/budget.bicep' = if (monthlyBudget > 0) {
  scope: group
  params: {
    name: nameOf('budget', environmentName, token)
    monthlyAmount: max(monthlyBudget, 1)
    startDate: budgetStartDate
    contactEmails: contactEmails
  }
}

@description('Resource group of the environment.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Region of the environment.')
output AZURE_LOCATION string = location

@description('Name of the app, for deployment.')
output SERVICE_FUNCTIONS_NAME string = app.outputs.name

@description('Address of the app.')
output SERVICE_FUNCTIONS_URI string = app.outputs.uri
