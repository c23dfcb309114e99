metadata description = 'Where logs, traces and metrics go: one workspace, one Application Insights resource on it, no ingestion keys.'

import { roles } from 'names.bicep'

@description('Name of the Log Analytics workspace.')
param workspaceName string

@description('Name of the Application Insights resource.')
param insightsName string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags object

@description('Days that logs are kept. 网络安全法 art. 21 (at least six months) asks for 180 or more in production.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('Most GiB that the workspace takes in a day; -1 is no limit. A limit stops the alarms too, so production has none.')
param dailyQuotaGb int

@description('Name of the app\'s identity.')
param identityName string

@description('Object id of the app\'s identity, which alone may publish.')
param principalId string

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
    workspaceCapping: {
      dailyQuotaGb: dailyQuotaGb
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
  }
}

resource publisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, identityName, roles.monitoringMetricsPublisher)
  scope: insights
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

@description('Resource id of the workspace, for diagnostic settings and alerts.')
output workspaceId string = workspace.id

@description('Where telemetry is sent. Names the resource; without the identity\'s token it opens nothing.')
output connectionString string = insights.properties.ConnectionString
