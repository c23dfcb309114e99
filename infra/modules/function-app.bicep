metadata description = 'The Functions app: .NET 10 isolated worker on Flex Consumption, or on an App Service plan where Flex does not exist.'

@description('Name of the app.')
param name string

@description('Name of the plan.')
param planName string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags object

@description('Flex scales to zero and per function; Dedicated is one or more machines that always run, for regions without Flex.')
@allowed(['Flex', 'Dedicated'])
param plan string

@description('Machine size of a Dedicated plan.')
param dedicatedSize string = 'P0v3'

@description('Most instances that the app may grow to.')
@minValue(1)
@maxValue(1000)
param maximumInstances int

@description('Memory of a Flex instance in MiB.')
@allowed([512, 2048, 4096])
param instanceMemoryMb int = 2048

@description('Flex instances that wait for web requests even when there are none; 0 lets the first request wait for a start.')
@minValue(0)
@maxValue(20)
param alwaysReadyForWeb int

@description('Resource id of the app\'s identity.')
param identityId string

@description('Address of the container that holds the deployment package.')
param packageContainerUri string

@description('Subnet from which the app calls out; empty for none.')
param subnetId string

@description('Whether the app answers on the Internet: applicants and hospitals come this way.')
@allowed(['Enabled', 'Disabled'])
param publicNetworkAccess string = 'Enabled'

@description('Settings of the app; no secrets.')
param settings object

@description('Workspace for diagnostics.')
param workspaceId string

var flex = plan == 'Flex'

var dedicatedSettings = {
  FUNCTIONS_EXTENSION_VERSION: '~4'
  FUNCTIONS_WORKER_RUNTIME: 'dotnet-isolated'
  WEBSITE_RUN_FROM_PACKAGE: '1'
  // Flex knows no time zone: there timers fire by UTC.
  WEBSITE_TIME_ZONE: 'Asia/Shanghai'
}

resource serverFarm 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: flex ? 'functionapp' : 'linux'
  sku: flex
    ? {
        name: 'FC1'
        tier: 'FlexConsumption'
      }
    : {
        name: dedicatedSize
        capacity: 1
      }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  // azd finds by this tag where to put the package of the service of that name in azure.yaml.
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: serverFarm.id
    httpsOnly: true
    clientAffinityEnabled: false
    publicNetworkAccess: publicNetworkAccess
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    vnetRouteAllEnabled: empty(subnetId) || flex ? null : true
    siteConfig: {
      alwaysOn: flex ? null : true
      ftpsState: 'Disabled'
      http20Enabled: true
      linuxFxVersion: flex ? null : 'DOTNET-ISOLATED|10.0'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      remoteDebuggingEnabled: false
    }
    functionAppConfig: flex
      ? {
          deployment: {
            storage: {
              type: 'blobContainer'
              value: packageContainerUri
              authentication: {
                type: 'UserAssignedIdentity'
                userAssignedIdentityResourceId: identityId
              }
            }
          }
          runtime: {
            name: 'dotnet-isolated'
            version: '10.0'
          }
          scaleAndConcurrency: {
            instanceMemoryMB: instanceMemoryMb
            maximumInstanceCount: maximumInstances
            alwaysReady: alwaysReadyForWeb == 0
              ? []
              : [
                  {
                    name: 'http'
                    instanceCount: alwaysReadyForWeb
                  }
                ]
          }
        }
      : null
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, flex ? {} : dedicatedSettings)
  }

  resource noFtpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource noDeployPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'host'
  scope: app
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'FunctionAppLogs'
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

@description('Resource id, for alerts.')
output id string = app.id

@description('Name of the app.')
output name string = app.name

@description('Address of the app.')
output uri string = 'https://${app.properties.defaultHostName}'
