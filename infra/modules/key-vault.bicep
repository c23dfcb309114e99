metadata description = 'The key vault with the master key that wraps every person\'s data key. The key never leaves it.'

import { roles } from 'names.bicep'

@description('Name of the vault, global, at most 24 characters.')
param name string

@description('Region.')
param location string

@description('Tags of the resource.')
param tags object

@description('standard keeps the key in software, premium in a hardware module.')
@allowed(['standard', 'premium'])
param tier string

@description('Whether the vault answers on the Internet. Disabled needs a private endpoint.')
@allowed(['Enabled', 'Disabled'])
param publicNetworkAccess string = 'Disabled'

@description('What the firewall does with callers that no rule names.')
@allowed(['Allow', 'Deny'])
param firewallDefault string = 'Deny'

@description('Name of the master key.')
param masterKeyName string = 'vault-master'

@description('Name of the app\'s identity.')
param identityName string

@description('Object id of the app\'s identity.')
param principalId string

@description('Workspace for diagnostics: every use of the key is logged.')
param workspaceId string

@description('Whether a lock stands in the way of deleting the vault. Purge protection holds without it, for 90 days.')
param locked bool

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: tier
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: publicNetworkAccess
    networkAcls: {
      defaultAction: firewallDefault
      // Lets the resource manager make the key while the door is shut to everybody else.
      bypass: 'AzureServices'
    }
  }
}

// No expiry and no automatic rotation: every wrapped data key remembers the version that wrapped it, and docs/operations.md says how one rotates.
resource masterKey 'Microsoft.KeyVault/vaults/keys@2023-07-01' = {
  parent: vault
  name: masterKeyName
  properties: {
    kty: tier == 'premium' ? 'RSA-HSM' : 'RSA'
    keySize: 3072
    keyOps: ['wrapKey', 'unwrapKey']
    attributes: {
      enabled: true
      exportable: false
    }
  }
}

// On the key alone: wrap, unwrap, read its public part. Not sign, not delete, not the vault's other contents.
resource use 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(masterKey.id, identityName, roles.keyVaultCryptoServiceEncryptionUser)
  scope: masterKey
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultCryptoServiceEncryptionUser)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'every-use'
  scope: vault
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

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (locked) {
  name: 'holds-the-master-key'
  scope: vault
  properties: {
    level: 'CanNotDelete'
    notes: 'Without this vault nothing in the person vault can be read again.'
  }
}

@description('Resource id, for the private endpoint.')
output id string = vault.id

@description('Address of the vault.')
output uri string = vault.properties.vaultUri

@description('Name and version of the master key, as the app\'s setting wants it.')
output masterKey string = '${masterKeyName}/${last(split(masterKey.properties.keyUriWithVersion, '/'))}'
